// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.graal.python.nodes.call.CallNode;
import com.oracle.graal.python.nodes.object.BuiltinClassProfiles.IsBuiltinObjectProfile;
import com.oracle.graal.python.runtime.exception.PException;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.struct.ClassEdition;

/**
 * Takes the new texts of one heap's classes, in a thread that is about to use an instance. Guarded by the interpreter's lock. What
 * cannot be done now, as there is no stack left or another thread makes classes, is put off: the operation goes on with the old text.
 */
final class Reloading {
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final AttachedHeap home;
    private boolean underWay;
    /** Since the last attempt, if that has failed. */
    private long pause;

    private long failed;

    Reloading(AttachedHeap home) {
        this.home = home;
    }

    /** False when nothing was done. Only what handlers of signals have raised meanwhile leaves it. */
    @TruffleBoundary
    boolean run() {
        if (underWay || home.isDetached() || isPutOff() || home.interpreter.transactionHeap() != null) {
            return false;
        }
        long edition = ClassEdition.get(home.memory);
        underWay = true;
        try {
            StackRoom.ensure();
            Object done = reload();
            if (Boolean.TRUE.equals(done)) {
                home.took(edition);
                pause = 0;
            } else if (Boolean.FALSE.equals(done)) {
                putOff();
            }
        } catch (StackOverflowError deep) {
            putOff();
        } catch (PException e) {
            if (!IsBuiltinObjectProfile.profileObjectUncached(
                    e.getUnreifiedException(), PythonBuiltinClassType.RecursionError)) {
                throw e;
            }
            putOff();
        } finally {
            underWay = false;
        }
        return true;
    }

    /** True when all texts were taken, False when they are to be put off, None in the middle of something that this thread will end. */
    private Object reload() {
        Bindings names = home.interpreter.bindingsOrNull();
        @Nullable Object reload = names == null ? null : names.reloadClasses;
        if (reload == null) {
            return true;
        }
        home.interpreter.enter(home);
        try {
            return CallNode.executeUncached(reload);
        } finally {
            home.interpreter.exit(home);
        }
    }

    private boolean isPutOff() {
        return pause != 0 && System.nanoTime() - failed < pause;
    }

    private void putOff() {
        failed = System.nanoTime();
        pause = pause == 0 ? FIRST_PAUSE : Math.min(2 * pause, LONGEST_PAUSE);
    }
}
