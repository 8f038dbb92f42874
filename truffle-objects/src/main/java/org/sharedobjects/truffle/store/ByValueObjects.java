// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.store;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.objects.tuple.PTuple;
import com.oracle.graal.python.nodes.call.CallNode;
import com.oracle.graal.python.runtime.object.PFactory;
import com.oracle.truffle.api.strings.TruffleString;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.value.ByValues;
import org.sharedobjects.heap.value.ValueType;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.text.PythonTexts;

/** Objects that are shared by value, such as dates: the Python package knows what they are made from. */
final class ByValueObjects {
    private ByValueObjects() {}

    /**
     * What an object is made from.
     *
     * @param asksGuest whether its class defines equality
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Parts(ValueType type, Object[] content, boolean asksGuest) {}

    /** Null for what is not shared by value. */
    static @Nullable Parts parts(AttachedHeap home, Object value) {
        Object takeApart = home.interpreter.bindings().takeApart;
        if (takeApart == null) {
            return null;
        }
        Object parts = within(home, () -> CallNode.executeUncached(takeApart, value));
        if (!(parts instanceof PTuple tuple)) {
            return null;
        }
        Object[] labelContentAndEquality = CopyIn.items(tuple);
        ValueType type = ValueType.named(((TruffleString) labelContentAndEquality[0]).toJavaStringUncached());
        if (type == null) {
            throw new IllegalStateException("no such type by value: " + labelContentAndEquality[0]);
        }
        Object[] content = CopyIn.items((PTuple) labelContentAndEquality[1]);
        return new Parts(type, content, (boolean) labelContentAndEquality[2]);
    }

    static boolean isNamedTuple(AttachedHeap home, PTuple tuple) {
        Parts parts = parts(home, tuple);
        return parts != null && parts.type() == ValueType.NAMED_TUPLE;
    }

    /** The object as this interpreter has it. */
    static Object object(AttachedHeap home, long cell) {
        String label = ByValues.type(home.memory, cell).label();
        Object[] content = Decoder.decodeAll(home, ByValues.content(home.memory, cell));
        Object putTogether = home.interpreter.bindings().putTogether;
        if (putTogether == null) {
            throw new HeapCorruptException("nothing is known of objects by value: type=" + label);
        }
        TruffleString name = TruffleString.fromJavaStringUncached(label, PythonTexts.ENCODING);
        PTuple tuple = PFactory.createTuple(PythonLanguage.get(null), content);
        return within(home, () -> CallNode.executeUncached(putTogether, name, tuple));
    }

    /** Classes are those of this heap. */
    private static Object within(AttachedHeap home, Supplier<Object> body) {
        home.interpreter.enter(home);
        try {
            return body.get();
        } finally {
            home.interpreter.exit(home);
        }
    }
}
