// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.store;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.dict.PDict;
import com.oracle.graal.python.nodes.interop.PForeignToPTypeNode;
import com.oracle.graal.python.nodes.object.IsForeignObjectNode;
import com.oracle.graal.python.runtime.object.PFactory;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropException;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.StopIterationException;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import com.oracle.truffle.api.strings.TruffleString;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.interpreter.PythonText;

/**
 * Values of other languages as Python has them: null is None, arrays are native lists, maps and plain objects native
 * dicts, copied with aliases and cycles. What is nothing like that, such as a function or an object of a class, stays what it is.
 */
public final class ForeignValues {
    private static final String JAVASCRIPT = "com.oracle.truffle.js.lang.JavaScriptLanguage";
    private static final String PLAIN_OBJECT = "Object";
    private static final String REFERENCE = "com.oracle.truffle.polyglot.OtherContextGuestObject";
    /** JavaScript's numbers of this size may have lost digits. */
    private static final double INEXACT = 0x1p53;

    /** The containers copied so far. */
    private final Map<Identity, Object> copies = new HashMap<>();

    private final Deque<Fill> unfilled = new ArrayDeque<>();

    private ForeignValues() {}

    /** Puts the content into a copy that has been begun. */
    @FunctionalInterface
    private interface Fill {
        void run() throws InteropException;
    }

    /** What a value is to its language: it comes as another reference each time that it is read from another context. */
    private record Identity(Object value) {
        @Override
        @SuppressWarnings("ReferenceEquality")
        public boolean equals(@Nullable Object other) {
            return other instanceof Identity(Object otherValue)
                    && (value == otherValue
                            || interop().isIdentical(value, otherValue, InteropLibrary.getUncached(otherValue)));
        }

        @Override
        public int hashCode() {
            try {
                return interop().hasIdentity(value)
                        ? interop().identityHashCode(value)
                        : System.identityHashCode(value);
            } catch (UnsupportedMessageException e) {
                return System.identityHashCode(value);
            }
        }

        private InteropLibrary interop() {
            return InteropLibrary.getUncached(value);
        }
    }

    /** What Python has for a value of another language; null if nothing, or if it is Python's own already. */
    @TruffleBoundary
    static @Nullable Object own(Object value) {
        if (!IsForeignObjectNode.executeUncached(value)) {
            return null;
        }
        Object own = new ForeignValues().copy(value, false);
        return IsForeignObjectNode.executeUncached(own) ? null : own;
    }

    /** A value that another language hands over, as far as Python has it: a whole number is an int, as JavaScript knows only floats. */
    @TruffleBoundary
    public static Object handedOver(Object value) {
        return new ForeignValues().copy(value, true);
    }

    /** The same for a key; null when no dict can have it. */
    @TruffleBoundary
    public static @Nullable Object key(Object value) {
        Object key = handedOver(value);
        return IsForeignObjectNode.executeUncached(key) ? null : key;
    }

    private Object copy(Object value, boolean wholeNumbers) {
        try {
            Object result = converted(value, wholeNumbers);
            for (Fill fill = unfilled.poll(); fill != null; fill = unfilled.poll()) {
                fill.run();
            }
            return result;
        } catch (InteropException e) {
            throw PythonErrors.typeError(null, "an object of another language cannot be copied: " + e.getMessage());
        }
    }

    private Object converted(Object value, boolean wholeNumbers) throws InteropException {
        return switch (value) {
            case Double number -> wholeNumbers ? whole(number) : number;
            case Character character -> PythonText.of(character.toString());
            case TruffleString text -> PForeignToPTypeNode.getUncached().executeConvert(text);
            default ->
                IsForeignObjectNode.executeUncached(value)
                        ? ofForeign(PForeignToPTypeNode.getUncached().executeConvert(value))
                        : value;
        };
    }

    private static Object whole(double number) {
        long whole = (long) number;
        boolean exact = whole == number && Math.abs(number) < INEXACT;
        return exact && Double.doubleToRawLongBits(number) != Double.doubleToRawLongBits(-0.0)
                ? (Object) whole
                : number;
    }

    private Object ofForeign(Object value) throws InteropException {
        InteropLibrary interop = InteropLibrary.getUncached(value);
        if (interop.isNull(value)) {
            return PNone.NONE;
        }
        if (interop.isBoolean(value)) {
            return interop.asBoolean(value);
        }
        if (interop.isString(value)) {
            return PForeignToPTypeNode.getUncached().executeConvert(interop.asTruffleString(value));
        }
        return interop.isNumber(value) ? number(interop, value) : container(interop, value);
    }

    private static Object number(InteropLibrary interop, Object value) throws InteropException {
        if (interop.fitsInLong(value)) {
            return interop.asLong(value);
        }
        if (interop.fitsInBigInteger(value)) {
            BigInteger number = interop.asBigInteger(value);
            return PFactory.createInt(PythonLanguage.get(null), number);
        }
        return interop.fitsInDouble(value) ? (Object) interop.asDouble(value) : value;
    }

    private Object container(InteropLibrary interop, Object value) throws InteropException {
        Identity identity = new Identity(value);
        Object known = copies.get(identity);
        if (known != null) {
            return known;
        }
        Object copy = begin(interop, value);
        copies.put(identity, copy);
        return copy;
    }

    private Object begin(InteropLibrary interop, Object value) throws InteropException {
        boolean wholeNumbers = isJavaScript(interop, value);
        if (interop.hasArrayElements(value)) {
            Object[] items = new Object[length(interop, value)];
            unfilled.add(() -> fillList(items, interop, value, wholeNumbers));
            return PFactory.createList(PythonLanguage.get(null), items);
        }
        PDict dict = PFactory.createDict(PythonLanguage.get(null));
        if (interop.hasHashEntries(value)) {
            unfilled.add(() -> fillEntries(dict, interop, value, wholeNumbers));
            return dict;
        }
        if (isPlainObject(interop, value)) {
            unfilled.add(() -> fillMembers(dict, interop, value, wholeNumbers));
            return dict;
        }
        return value;
    }

    /** Whether it is a reference to an object of another context; that is not asked, for another thread may be in it. */
    public static boolean isOfOtherContext(Object value) {
        return value.getClass().getName().equals(REFERENCE);
    }

    private static boolean isJavaScript(InteropLibrary interop, Object value) throws UnsupportedMessageException {
        return interop.hasLanguage(value)
                && interop.getLanguage(value).getName().equals(JAVASCRIPT);
    }

    private static boolean isPlainObject(InteropLibrary interop, Object value) throws InteropException {
        if (!interop.hasMembers(value) || !isJavaScript(interop, value)) {
            return false;
        }
        if (!interop.hasMetaObject(value)) {
            return true;
        }
        Object meta = interop.getMetaObject(value);
        InteropLibrary ofMeta = InteropLibrary.getUncached(meta);
        Object name = ofMeta.getMetaSimpleName(meta);
        return InteropLibrary.getUncached(name).asString(name).equals(PLAIN_OBJECT);
    }

    private static int length(InteropLibrary interop, Object array) throws InteropException {
        long length = interop.getArraySize(array);
        if (length > Integer.MAX_VALUE) {
            throw PythonErrors.of(null, PythonBuiltinClassType.OverflowError, "an array too long for a list");
        }
        return (int) length;
    }

    private void fillList(Object[] items, InteropLibrary interop, Object array, boolean wholeNumbers)
            throws InteropException {
        for (int i = 0; i < items.length; i++) {
            items[i] = interop.isArrayElementReadable(array, i)
                    ? converted(interop.readArrayElement(array, i), wholeNumbers)
                    : PNone.NONE; // a gap
        }
    }

    private void fillEntries(PDict dict, InteropLibrary interop, Object map, boolean wholeNumbers)
            throws InteropException {
        Object entries = interop.getHashEntriesIterator(map);
        InteropLibrary ofEntries = InteropLibrary.getUncached(entries);
        while (true) {
            Object entry;
            try {
                entry = ofEntries.getIteratorNextElement(entries);
            } catch (StopIterationException end) {
                return;
            }
            InteropLibrary ofEntry = InteropLibrary.getUncached(entry);
            Object key = converted(ofEntry.readArrayElement(entry, 0), wholeNumbers);
            dict.setItem(key, converted(ofEntry.readArrayElement(entry, 1), wholeNumbers));
        }
    }

    private void fillMembers(PDict dict, InteropLibrary interop, Object object, boolean wholeNumbers)
            throws InteropException {
        Object names = interop.getMembers(object);
        InteropLibrary ofNames = InteropLibrary.getUncached(names);
        long count = ofNames.getArraySize(names);
        for (long i = 0; i < count; i++) {
            Object name = ofNames.readArrayElement(names, i);
            String text = InteropLibrary.getUncached(name).asString(name);
            dict.setItem(PythonText.of(text), converted(interop.readMember(object, text), wholeNumbers));
        }
    }
}
