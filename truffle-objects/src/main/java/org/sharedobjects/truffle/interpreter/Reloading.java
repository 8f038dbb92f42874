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

    /** Whether any class has got a new text. Only a KeyboardInterrupt leaves it. */
    @TruffleBoundary
    boolean run() {
        if (underWay || home.isDetached() || isPutOff() || home.interpreter.isPartOfTransaction()) {
            return false;
        }
        underWay = true;
        // Before the texts are read, and before somebody else may expect one more.
        home.took(ClassEdition.get(home.memory));
        boolean all = false;
        try {
            StackRoom.ensure();
            Object taken = reload();
            all = taken instanceof Number;
            if (Boolean.FALSE.equals(taken)) {
                putOff();
            }
            return all && ((Number) taken).intValue() != 0;
        } catch (StackOverflowError deep) {
            putOff();
            return false;
        } catch (PException e) {
            putOff();
            if (isRecursionError(e)) {
                return false;
            }
            throw e;
        } finally {
            underWay = false;
            ended(all);
        }
    }

    private void ended(boolean all) {
        if (all) {
            pause = 0;
        } else {
            home.expectNewTexts();
        }
    }

    private static boolean isRecursionError(PException e) {
        return IsBuiltinObjectProfile.profileObjectUncached(
                e.getUnreifiedException(), PythonBuiltinClassType.RecursionError);
    }

    /** How many texts were taken; False when they are to be put off, None in the middle of something that this thread will end. */
    private Object reload() {
        Bindings names = home.interpreter.bindingsOrNull();
        @Nullable Object reload = names == null ? null : names.reloadClasses;
        if (reload == null) {
            return 0;
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
