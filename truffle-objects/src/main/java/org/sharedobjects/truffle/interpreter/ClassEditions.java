// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.SharedMap;

/**
 * Looks at the number that a heap's system dict has for how often a class in it got a new text, for all interpreters of this
 * process; other processes cannot be told in any other way without waiting for them. One thread, while there is anything to look at.
 */
final class ClassEditions {
    static final String KEY = "python.editions";

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
    private static final List<Watched> WATCHED = new CopyOnWriteArrayList<>();
    private static @Nullable Thread thread;

    private static final class Watched {
        private final AttachedHeap home;
        private final SharedMap system;
        private long seen;

        Watched(AttachedHeap home, long seen) {
            this.home = home;
            this.system = (SharedMap) home.heap.view(home.heap.systemRef());
            this.seen = seen;
        }

        /** False when there is nothing to look at any more. */
        boolean look() {
            if (home.isDisposed()) {
                return false;
            }
            try {
                look(system.get(KEY) instanceof Long edition ? edition : 0);
                return true;
            } catch (RuntimeException closedOrDamaged) {
                // Who uses the heap is told.
                return false;
            }
        }

        private void look(long edition) {
            if (edition != seen) {
                seen = edition;
                home.interpreter.reloading().begin();
            } else {
                home.interpreter.reloading().remind();
            }
        }
    }

    private ClassEditions() {}

    /** From now on the interpreter takes the texts that are stored after this edition. */
    static synchronized void watch(AttachedHeap home, long edition) {
        WATCHED.add(new Watched(home, edition));
        if (thread == null) {
            thread = Thread.ofPlatform().daemon().name("shared-objects-classes").start(ClassEditions::lookOnAndOn);
        }
    }

    private static void lookOnAndOn() {
        do {
            LockSupport.parkNanos(PAUSE);
            WATCHED.removeIf(watched -> !watched.look());
        } while (!end());
    }

    private static synchronized boolean end() {
        if (WATCHED.isEmpty()) {
            thread = null;
        }
        return WATCHED.isEmpty();
    }
}
