// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes;

import com.oracle.graal.python.builtins.Builtin;
import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.ints.PInt;
import com.oracle.graal.python.lib.PyLongAsLongNode;
import com.oracle.graal.python.lib.PyNumberIndexNode;
import com.oracle.graal.python.nodes.function.builtins.PythonBinaryBuiltinNode;
import com.oracle.graal.python.nodes.function.builtins.PythonUnaryBuiltinNode;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.HostCompilerDirectives.InliningCutoff;
import com.oracle.truffle.api.dsl.Bind;
import com.oracle.truffle.api.dsl.GenerateNodeFactory;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.struct.Counters;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.guest.SharedCounter;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/** What compiled code does with a shared counter. */
public final class CounterNodes {
    private CounterNodes() {}

    /** {@code c.add(n)} */
    @Builtin(name = "add", minNumOfPositionalArgs = 2)
    @GenerateNodeFactory
    public abstract static class Add extends PythonBinaryBuiltinNode {
        @Specialization
        static Object small(SharedCounter self, int delta, @Bind Node node) {
            add(node, self, delta);
            return PNone.NONE;
        }

        @Specialization(replaces = "small")
        static Object wide(SharedCounter self, long delta, @Bind Node node) {
            add(node, self, delta);
            return PNone.NONE;
        }

        @InliningCutoff
        @Specialization(replaces = "wide")
        static Object any(Object self, Object delta, @Bind Node node) {
            add(node, counter(node, self, "add"), integer(delta));
            return PNone.NONE;
        }
    }

    /** {@code c.value} */
    @Builtin(name = "counter_value", minNumOfPositionalArgs = 1)
    @GenerateNodeFactory
    public abstract static class Value extends PythonUnaryBuiltinNode {
        @Specialization
        static long value(SharedCounter self, @Bind Node node) {
            AttachedHeap home = self.home;
            home.passage.enter();
            try {
                return Counters.get(home.mutator(), self.ref);
            } catch (RuntimeException e) {
                throw Guard.translate(node, home, e);
            } finally {
                home.passage.leave();
            }
        }

        @InliningCutoff
        @Specialization(replaces = "value")
        static long any(Object self, @Bind Node node) {
            return value(counter(node, self, "value"), node);
        }
    }

    private static void add(Node node, SharedCounter self, long delta) {
        AttachedHeap home = self.home;
        home.passage.enter();
        try {
            Mutator mutator = home.mutator();
            if (home.transaction() != null) {
                Counters.addInTransaction(mutator, self.ref, delta);
            } else if (!Counters.tryAdd(mutator, self.ref, delta)) {
                addSlowly(mutator, self.ref, delta);
            }
        } catch (RuntimeException e) {
            throw Guard.translate(node, home, e);
        } finally {
            home.passage.leave();
        }
    }

    @TruffleBoundary
    private static void addSlowly(Mutator mutator, long ref, long delta) {
        Counters.add(mutator, ref, delta);
    }

    /** A new counter. */
    @TruffleBoundary
    public static Object create(AttachedHeap home, Object value) {
        long ref = Counters.create(home.allocator, integer(value));
        return home.interpreter.classes().wrapper(home, ref);
    }

    /** {@code c.value = n} */
    @TruffleBoundary
    public static Object set(Object self, Object value) {
        SharedCounter counter = counter(null, self, "value");
        Counters.set(counter.home.mutator(), counter.ref, integer(value));
        return PNone.NONE;
    }

    /** Anything with {@code __index__}; OverflowError above 64 bits. */
    @TruffleBoundary
    private static long integer(Object value) {
        Object number = PyNumberIndexNode.executeUncached(value);
        if (number instanceof PInt large && large.getValue().bitLength() >= Long.SIZE) {
            throw PythonErrors.of(
                    null,
                    PythonBuiltinClassType.OverflowError,
                    "int too large for a shared counter, which has 64 bits");
        }
        return PyLongAsLongNode.executeUncached(number);
    }

    @TruffleBoundary
    private static SharedCounter counter(@Nullable Node node, Object self, String method) {
        if (self instanceof SharedCounter counter) {
            return counter;
        }
        throw PythonErrors.wrongSelf(node, method, "counter", self);
    }
}
