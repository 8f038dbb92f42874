// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.natives;

import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.nodes.call.CallNode;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.interpreter.Blocking;
import org.sharedobjects.truffle.interpreter.InterpreterState;
import org.sharedobjects.truffle.interpreter.ThreadMutator;
import org.sharedobjects.truffle.nodes.TransactionNodesFactory;

/** Transactions of the running thread. */
final class TransactionNatives {
    private TransactionNatives() {}

    static void add(NativeModule module) {
        module.addNode(TransactionNodesFactory.BeginFactory.getInstance())
                .addNode(TransactionNodesFactory.BeginInFactory.getInstance())
                .addNode(TransactionNodesFactory.CommitFactory.getInstance())
                .addNode(TransactionNodesFactory.InTransactionFactory.getInstance())
                .add("has_committed", 0, (interpreter, arguments) -> {
                    Mutator own = interpreter.currentHeap().ofThread().mutator();
                    return !own.active() && own.hasCommitted();
                })
                .add("abort", 0, (interpreter, arguments) -> abort(interpreter))
                .add("doomed", 0, (interpreter, arguments) -> {
                    AttachedHeap heap = interpreter.transactionHeap();
                    return heap != null
                            && (heap.ofThread().isRetrying()
                                    || heap.ofThread().mutator().doomed());
                })
                .add("retry", 0, (interpreter, arguments) -> {
                    required(interpreter, "retry").ofThread().retry();
                    throw PythonErrors.instance(null, interpreter.bindings().retry);
                })
                .add("retry_wait", 1, (interpreter, arguments) -> retryWait(interpreter, arguments[0]))
                .add(
                        "savepoint",
                        0,
                        (interpreter, arguments) ->
                                required(interpreter, "savepoint").ofThread().savepoint())
                .add("rollback_to", 1, (interpreter, arguments) -> {
                    int savepoint = Math.toIntExact(Arguments.integer(arguments[0]));
                    required(interpreter, "rollback_to").ofThread().rollbackTo(savepoint);
                    return PNone.NONE;
                })
                .add("outside", 1, (interpreter, arguments) -> outside(interpreter, arguments[0]));
    }

    private static Object abort(InterpreterState interpreter) {
        AttachedHeap heap = interpreter.transactionHeap();
        if (heap != null) {
            try {
                if (heap.ofThread().mutator().active()) {
                    heap.ofThread().mutator().abort();
                }
            } finally {
                heap.ended();
            }
        }
        return PNone.NONE;
    }

    private static Object retryWait(InterpreterState interpreter, Object timeout) {
        AttachedHeap heap = required(interpreter, "retry_wait");
        ThreadMutator own = heap.ofThread();
        long nanos = Arguments.nanos(timeout);
        Mutator mutator = own.beginWait();
        try {
            // After an interruption it is called again, and the transaction has ended: as if something had changed.
            return Blocking.run(interpreter, state -> !mutator.active() || mutator.awaitChange(nanos));
        } finally {
            own.endWait(mutator);
            if (mutator.active()) {
                mutator.abort();
            }
            heap.ended();
        }
    }

    private static Object outside(InterpreterState interpreter, Object function) {
        @Nullable AttachedHeap running = interpreter.transactionHeap();
        AttachedHeap heap = running == null ? interpreter.currentHeap() : running;
        heap.suspend();
        try {
            return CallNode.executeUncached(function);
        } finally {
            heap.resume();
        }
    }

    private static AttachedHeap required(InterpreterState interpreter, String function) {
        @Nullable AttachedHeap heap = interpreter.transactionHeap();
        if (heap == null) {
            throw PythonErrors.runtimeError(null, function + "() outside a transaction");
        }
        return heap;
    }
}
