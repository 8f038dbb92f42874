// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.store;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.graal.python.builtins.objects.bytes.PBytes;
import com.oracle.graal.python.builtins.objects.dict.PDict;
import com.oracle.graal.python.builtins.objects.list.PList;
import com.oracle.graal.python.builtins.objects.tuple.PTuple;
import com.oracle.graal.python.builtins.objects.type.TypeNodes;
import com.oracle.graal.python.lib.PyObjectSetAttr;
import com.oracle.graal.python.nodes.call.CallNode;
import com.oracle.graal.python.nodes.object.GetClassNode;
import com.oracle.graal.python.runtime.object.PFactory;
import com.oracle.graal.python.runtime.sequence.storage.ObjectSequenceStorage;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.object.Shape;
import com.oracle.truffle.api.strings.TruffleString;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.IdentityHashMap;
import org.sharedobjects.heap.struct.Counters;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.guest.SharedArray;
import org.sharedobjects.truffle.guest.SharedCounter;
import org.sharedobjects.truffle.guest.SharedDict;
import org.sharedobjects.truffle.guest.SharedInstance;
import org.sharedobjects.truffle.guest.SharedList;
import org.sharedobjects.truffle.guest.SharedObject;
import org.sharedobjects.truffle.guest.SharedSet;
import org.sharedobjects.truffle.interpreter.InterpreterState;

/** Deep native copies of shared values, of one moment: aliases and cycles kept, nests of any depth. */
public final class CopyOut {
    private final InterpreterState interpreter;
    private final PythonLanguage language;
    private final IdentityHashMap<Object, Object> copies = new IdentityHashMap<>();
    private final Deque<Runnable> unfinished = new ArrayDeque<>();

    private CopyOut(InterpreterState interpreter) {
        this.interpreter = interpreter;
        this.language = interpreter.pythonLanguage();
    }

    /** Values that are not shared are returned as they are, except that shared objects in tuples are copied too. */
    @TruffleBoundary
    public static Object copy(InterpreterState interpreter, Object value) {
        if (value instanceof SharedObject object) {
            return Atomically.run(object.home(), () -> new CopyOut(interpreter).run(value));
        }
        return value instanceof PTuple
                ? Atomically.run(interpreter.currentHeap(), () -> new CopyOut(interpreter).run(value))
                : value;
    }

    private Object run(Object root) {
        Object copy = of(root);
        while (!unfinished.isEmpty()) {
            unfinished.pop().run();
        }
        return copy;
    }

    private Object of(Object value) {
        if (!(value instanceof SharedObject) && !(value instanceof PTuple)) {
            return value;
        }
        Object known = copies.get(value);
        if (known == null) {
            known = open(value);
            copies.put(value, known);
        }
        return known;
    }

    private Object open(Object value) {
        return switch (value) {
            case SharedList list -> list(list);
            case SharedDict dict -> dict(dict);
            // Elements stay as keys of dicts do.
            case SharedSet set -> SetAccess.snapshot(set);
            case SharedInstance instance -> instance(instance);
            case SharedArray array -> array(array);
            case SharedCounter counter -> Counters.get(counter.home.mutator(), counter.ref);
            case PTuple tuple -> tuple(tuple);
            default -> value;
        };
    }

    /** The callback does not read the heap: it could meet a conflict, which would reach Python. */
    private Object array(SharedArray array) {
        PBytes bytes = PFactory.createBytes(language, ArrayAccess.copy(array, 0, Long.MAX_VALUE));
        return CallNode.executeUncached(interpreter.bindings().arrayLike, array, bytes);
    }

    private PList list(SharedList list) {
        Object[] items = CopyIn.items(ListAccess.snapshot(list)).clone();
        PList copy = PFactory.createList(language, items);
        unfinished.push(() -> fill(items));
        return copy;
    }

    private Object tuple(PTuple tuple) {
        Object[] items = CopyIn.items(tuple).clone();
        boolean plain = Arrays.stream(items).noneMatch(item -> item instanceof SharedObject || item instanceof PTuple);
        boolean exact = Scalars.isExactly(tuple, PythonBuiltinClassType.PTuple);
        if (plain || !(exact || ByValueObjects.isNamedTuple(interpreter.currentHeap(), tuple))) {
            return tuple;
        }
        unfinished.push(() -> fill(items));
        if (exact) {
            return PFactory.createTuple(language, items);
        }
        Object type = GetClassNode.executeUncached(tuple);
        Shape shape = TypeNodes.GetInstanceShape.executeUncached(type);
        return PFactory.createTuple(language, type, shape, new ObjectSequenceStorage(items));
    }

    private void fill(Object[] items) {
        for (int i = 0; i < items.length; i++) {
            items[i] = of(items[i]);
        }
    }

    private PDict dict(SharedDict dict) {
        Object[] entries = DictAccess.items(dict);
        PDict copy = PFactory.createDict(language);
        unfinished.push(() -> {
            for (int i = 0; i < entries.length; i += 2) {
                // Keys stay: an instance as key is found by its identity.
                copy.setItem(entries[i], of(entries[i + 1]));
            }
        });
        return copy;
    }

    private Object instance(SharedInstance instance) {
        Object makePlain = interpreter.bindings().makePlain;
        if (makePlain == null) {
            throw PythonErrors.typeError(
                    null, "instances of '" + PythonErrors.className(instance) + "' cannot be copied out");
        }
        Object[] fields = NativeDicts.entries(InstanceAccess.fields(instance));
        Object copy = CallNode.executeUncached(makePlain, GetClassNode.executeUncached(instance));
        unfinished.push(() -> {
            for (int i = 0; i < fields.length; i += 2) {
                PyObjectSetAttr.executeUncached(copy, (TruffleString) fields[i], of(fields[i + 1]));
            }
        });
        return copy;
    }
}
