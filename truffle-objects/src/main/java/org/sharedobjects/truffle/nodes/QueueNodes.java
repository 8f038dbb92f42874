// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes;

import com.oracle.graal.python.builtins.Builtin;
import com.oracle.graal.python.nodes.function.builtins.PythonBinaryBuiltinNode;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.dsl.Bind;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.GenerateNodeFactory;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.profiles.InlinedConditionProfile;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.struct.Rings;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.guest.SharedList;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.nodes.access.TransactionalSteps;
import org.sharedobjects.truffle.nodes.value.CopyInNode;
import org.sharedobjects.truffle.nodes.value.DecodeNode;
import org.sharedobjects.truffle.store.Decoder;

/** The short ways of queues, outside of transactions. They give up where a transaction has to do it. */
public final class QueueNodes {
    /** So often somebody else may have been faster. */
    private static final int ATTEMPTS = 64;

    private static final int OTHERWISE = -1;

    private QueueNodes() {}

    /** {@code ring_put(ring, item)}: 1 when it is done, 0 when there is no room, -1 when a transaction has to do it. */
    @Builtin(name = "ring_put", minNumOfPositionalArgs = 2)
    @GenerateNodeFactory
    public abstract static class Put extends PythonBinaryBuiltinNode {
        @Specialization
        static int put(
                SharedList ring,
                Object item,
                @Bind Node node,
                @Cached CopyInNode encode,
                @Cached InlinedConditionProfile inTransaction) {
            AttachedHeap home = ring.home;
            home.passage.enter();
            try {
                if (TransactionalSteps.isInside(node, home, inTransaction)) {
                    return OTHERWISE;
                }
                long cell = encode.execute(home, item);
                return cell == Cell.EMPTY ? OTHERWISE : put(home.mutator(), ring.ref, cell);
            } catch (RuntimeException e) {
                throw Guard.translate(node, home, e);
            } finally {
                home.passage.leave();
            }
        }

        private static int put(Mutator mutator, long ref, long cell) {
            for (int i = 0; i < ATTEMPTS; i++) {
                Rings.Outcome outcome = Rings.tryPut(mutator, ref, cell);
                if (outcome != Rings.Outcome.BUSY) {
                    return outcome == Rings.Outcome.DONE ? 1 : 0;
                }
                Thread.onSpinWait();
            }
            return OTHERWISE;
        }
    }

    /** {@code ring_take(ring, nothing)}: the first item, or the second argument when nothing was done. */
    @Builtin(name = "ring_take", minNumOfPositionalArgs = 2)
    @GenerateNodeFactory
    public abstract static class Take extends PythonBinaryBuiltinNode {
        @Specialization
        static Object take(
                SharedList ring,
                Object nothing,
                @Bind Node node,
                @Cached DecodeNode decode,
                @Cached InlinedConditionProfile inTransaction) {
            AttachedHeap home = ring.home;
            home.passage.enter();
            try {
                if (TransactionalSteps.isInside(node, home, inTransaction)) {
                    return nothing;
                }
                Object item = take(home, home.mutator(), ring.ref, decode);
                return item == null ? nothing : item;
            } catch (RuntimeException e) {
                throw Guard.translate(node, home, e);
            } finally {
                home.passage.leave();
            }
        }

        /** An item that cannot be made here stays. */
        private static @Nullable Object take(AttachedHeap home, Mutator mutator, long ref, DecodeNode decode) {
            for (int i = 0; i < ATTEMPTS; i++) {
                long lock = home.memory.getAcquire(ref);
                long cell = Rings.first(home.memory, ref, lock);
                if (cell == Cell.EMPTY) {
                    return null;
                }
                if (cell != Cell.MISS_SLOW) {
                    Object item = decode.execute(home, cell, home.passage.count());
                    Object value = item != null ? item : decoded(home, cell);
                    if (Rings.tryRemove(mutator, ref, lock)) {
                        return value;
                    }
                }
                Thread.onSpinWait();
            }
            return null;
        }

        @TruffleBoundary
        private static Object decoded(AttachedHeap home, long cell) {
            return Decoder.decode(home, cell);
        }
    }
}
