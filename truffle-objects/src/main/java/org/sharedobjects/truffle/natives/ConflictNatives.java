// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.natives;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.runtime.object.PFactory;
import org.sharedobjects.heap.conflict.ConflictRow;
import org.sharedobjects.heap.conflict.ConflictTable;
import org.sharedobjects.heap.conflict.DictKey;
import org.sharedobjects.heap.txn.LastConflict;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.guest.SharedObject;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.interpreter.InterpreterState;
import org.sharedobjects.truffle.interpreter.PythonText;
import org.sharedobjects.truffle.store.Decoder;

/** What transactions met conflicts about. */
final class ConflictNatives {
    private ConflictNatives() {}

    static void add(NativeModule module) {
        module.add("note_conflict", 1, (interpreter, arguments) -> note(interpreter, Arguments.text(arguments[0])))
                .add("conflicts", 0, (interpreter, arguments) -> rows(interpreter))
                .add("reset_conflicts", 0, (interpreter, arguments) -> {
                    interpreter.currentHeap().heap.conflictTable().clear();
                    return PNone.NONE;
                });
    }

    private static Object note(InterpreterState interpreter, String function) {
        AttachedHeap home = interpreter.currentHeap();
        Mutator mutator = home.ofThread().mutator();
        home.heap.conflictTable().add(mutator, function, new PythonNaming(home, function));
        mutator.lastConflict().forget();
        return PNone.NONE;
    }

    /** The running thread has a wrapper of what its transaction has used, so this seldom guesses. */
    private record PythonNaming(AttachedHeap home, String transaction) implements ConflictTable.Naming {
        @Override
        public String instanceType(long ref) {
            SharedObject wrapper = home.findWrapper(ref);
            return wrapper == null ? "object" : PythonErrors.className(wrapper);
        }
    }

    private static Object rows(InterpreterState interpreter) {
        AttachedHeap home = interpreter.currentHeap();
        Object[] rows = home.heap.conflictTable().rows().stream()
                .map(row -> row(interpreter.pythonLanguage(), home, row))
                .toArray();
        return PFactory.createList(interpreter.pythonLanguage(), rows);
    }

    /** {@code (type, object, parts, function, count)} */
    private static Object row(PythonLanguage language, AttachedHeap home, ConflictRow row) {
        boolean known = row.ref() != LastConflict.UNKNOWN;
        Object[] parts = row.parts().stream().map(part -> decoded(home, part)).toArray();
        return PFactory.createTuple(language, new Object[] {
            PythonText.of(row.type()),
            known ? home.interpreter.classes().wrapper(home, row.ref()) : PNone.NONE,
            PFactory.createTuple(language, parts),
            PythonText.of(row.transaction()),
            row.count()
        });
    }

    private static Object decoded(AttachedHeap home, Object part) {
        return switch (part) {
            case DictKey key -> Decoder.decode(home, key.cell());
            case String attribute -> PythonText.of(attribute);
            default -> part;
        };
    }
}
