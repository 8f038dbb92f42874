// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes;

import com.oracle.graal.python.builtins.Builtin;
import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.lib.PyLongAsLongNode;
import com.oracle.graal.python.nodes.function.PythonBuiltinNode;
import com.oracle.graal.python.nodes.function.builtins.PythonUnaryBuiltinNode;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.dsl.Bind;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.GenerateNodeFactory;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.IndirectCallNode;
import com.oracle.truffle.api.nodes.Node;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.truffle.SharedObjectsLanguage;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.guest.SharedObject;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.interpreter.InterpreterState;
import org.sharedobjects.truffle.interpreter.ThreadMutator;

/** Begin and end of transactions, which every atomic function goes through. */
public final class TransactionNodes {
    private TransactionNodes() {}

    /** {@code begin(attempt)} */
    @Builtin(name = "begin", minNumOfPositionalArgs = 1)
    @GenerateNodeFactory
    public abstract static class Begin extends PythonUnaryBuiltinNode {
        @Specialization
        static Object attempt(int attempt, @Bind Node node) {
            InterpreterState interpreter = SharedObjectsLanguage.interpreter(node);
            if (attempt != 0 || !interpreter.tryBegin()) {
                begin(node, interpreter, attempt);
            }
            return PNone.NONE;
        }

        @Specialization(replaces = "attempt")
        @TruffleBoundary
        static Object any(Object attempt, @Bind Node node) {
            int number = Math.toIntExact(PyLongAsLongNode.executeUncached(attempt));
            begin(node, SharedObjectsLanguage.interpreter(node), number);
            return PNone.NONE;
        }
    }

    /**
     * {@code begin_in(owner)}: begins a first run in the heap of a shared object. False, with nothing done, in a transaction and where
     * classes have new texts or the heap has to be entered.
     */
    @Builtin(name = "begin_in", minNumOfPositionalArgs = 1)
    @GenerateNodeFactory
    public abstract static class BeginIn extends PythonUnaryBuiltinNode {
        @Specialization
        static boolean owner(@SuppressWarnings("unused") SharedObject owner, @Bind Node node) {
            InterpreterState interpreter = SharedObjectsLanguage.interpreter(node);
            return interpreter.tryBegin() || tryFully(node, interpreter);
        }

        @TruffleBoundary
        private static boolean tryFully(Node node, InterpreterState interpreter) {
            return Guard.run(node, interpreter, interpreter::tryBeginFully);
        }
    }

    /** {@code commit()} */
    @Builtin(name = "commit")
    @GenerateNodeFactory
    public abstract static class Commit extends PythonBuiltinNode {
        @Specialization
        static boolean commit(@Bind Node node, @Cached IndirectCallNode call) {
            InterpreterState interpreter = SharedObjectsLanguage.interpreter(node);
            ThreadMutator own = interpreter.tryTransaction();
            if (own == null) {
                return TransactionNodes.commit(node, interpreter);
            }
            Mutator mutator = own.mutator();
            interpreter.passage.enter();
            try {
                return (boolean) call.call(interpreter.commit, mutator);
            } catch (RuntimeException e) {
                throw Guard.translate(node, interpreter, e);
            } finally {
                interpreter.hostHeap().tryEnded(own, mutator);
                interpreter.passage.leave();
                interpreter.giveWay();
            }
        }
    }

    /** {@code in_transaction()} */
    @Builtin(name = "in_transaction")
    @GenerateNodeFactory
    public abstract static class InTransaction extends PythonBuiltinNode {
        @Specialization
        static boolean running(@Bind Node node) {
            InterpreterState interpreter = SharedObjectsLanguage.interpreter(node);
            return interpreter.mayBeInTransaction() && interpreter.transactionHeap() != null;
        }
    }

    @TruffleBoundary
    private static void begin(Node node, InterpreterState interpreter, int attempt) {
        try {
            if (interpreter.transactionHeap() != null) {
                throw PythonErrors.runtimeError(node, "begin inside a transaction");
            }
            interpreter.currentHeap().takeNewTexts();
            interpreter.currentHeap().begin(attempt);
        } catch (RuntimeException e) {
            throw Guard.translate(node, interpreter, e);
        }
    }

    @TruffleBoundary
    private static boolean commit(Node node, InterpreterState interpreter) {
        AttachedHeap heap = interpreter.transactionHeap();
        if (heap == null) {
            throw PythonErrors.runtimeError(node, "commit() outside a transaction");
        }
        ThreadMutator own = heap.ofThread();
        Mutator mutator = own.mutator();
        interpreter.passage.enter();
        try {
            if (own.isRetrying()) {
                mutator.abort();
                return false;
            }
            return (boolean) interpreter.commit.call(mutator);
        } catch (RuntimeException e) {
            throw Guard.translate(node, interpreter, e);
        } finally {
            heap.ended(mutator);
            interpreter.passage.leave();
            interpreter.giveWay();
        }
    }
}
