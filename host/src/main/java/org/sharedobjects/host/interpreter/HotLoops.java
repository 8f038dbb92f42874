// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import com.oracle.truffle.api.Truffle;
import com.oracle.truffle.api.frame.Frame;
import com.oracle.truffle.api.nodes.LoopNode;
import com.oracle.truffle.runtime.BaseOSRRootNode;
import com.oracle.truffle.runtime.OptimizedCallTarget;
import com.oracle.truffle.runtime.OptimizedTruffleRuntime;
import com.oracle.truffle.runtime.OptimizedTruffleRuntimeListener;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * Sees to it that loops are compiled that a program enters once and runs for long (on-stack replacement, OSR).
 *
 * <p>While they run they come before all else that waits for the compiler. Truffle's queue takes the task with the largest
 * weight, made of the calls and rounds that its target has counted since it is there, and a loop that does much in each
 * round has counted little when the program ends; so the only hot loop of a program would come after whatever the
 * imports at its start have asked for.
 *
 * <p>What was compiled in a loop's middle has not seen its end and is thrown away there, and so it is with some code when
 * Java's collector takes away what its program has left. The next program that runs the same loop would begin anew, with
 * the interpreter; {@link #compileLeft} has such loops compiled again, now with all that the interpreter has seen after
 * them.
 */
final class HotLoops implements OptimizedTruffleRuntimeListener {

    /** Far more than what functions that wait have counted, with the factor of 375 that the first tier has. */
    private static final int ROUNDS = 100_000_000;

    private static final HotLoops ALL = new HotLoops();

    /** Those that waited for the compiler, or lost their code, last; what ran long ago is not compiled again and again. */
    private static final int MOST = 16;

    private final Deque<WeakReference<OptimizedCallTarget>> recent = new ArrayDeque<>();

    private HotLoops() {}

    /** From now on, for all engines of this JVM, which has a compiler. */
    static void listen() {
        ((OptimizedTruffleRuntime) Truffle.getRuntime()).addListener(ALL);
    }

    /** Asks the compiler for the last loops that have no code, and returns at once. */
    static void compileLeft() {
        for (OptimizedCallTarget loop : ALL.recent()) {
            if (!loop.isValid()) {
                loop.compile(true);
            }
        }
    }

    private synchronized List<OptimizedCallTarget> recent() {
        return recent.stream().map(WeakReference::get).filter(Objects::nonNull).toList();
    }

    private synchronized void remember(OptimizedCallTarget loop) {
        recent.removeIf(known -> known.refersTo(null) || known.refersTo(loop));
        recent.addLast(new WeakReference<>(loop));
        if (recent.size() > MOST) {
            recent.removeFirst();
        }
    }

    @Override
    public void onCompilationQueued(OptimizedCallTarget target, int tier) {
        if (target.getRootNode() instanceof BaseOSRRootNode loop) {
            LoopNode.reportLoopCount(loop, ROUNDS);
            remember(target);
        }
    }

    @Override
    public void onCompilationDeoptimized(OptimizedCallTarget target, Frame frame) {
        if (target.getRootNode() instanceof BaseOSRRootNode) {
            remember(target);
        }
    }
}
