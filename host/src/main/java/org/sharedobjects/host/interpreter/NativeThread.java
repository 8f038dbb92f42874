// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/**
 * A thread as the system knows it. A signal that does nothing ends the system call it waits in, with EINTR, which GraalPy answers
 * as CPython does: it looks for interrupts and calls again.
 */
final class NativeThread {

    private static final boolean IS_MAC =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
    /** SIGURG, which nobody else uses: without a handler it is ignored. */
    private static final int SIGNAL = IS_MAC ? 16 : 23;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle SELF = handle("pthread_self", JAVA_LONG);

    private final long id;

    private NativeThread(long id) {
        this.id = id;
    }

    private static MethodHandle handle(String name, MemoryLayout result, MemoryLayout... parameters) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, parameters));
    }

    static NativeThread current() {
        try {
            return new NativeThread((long) SELF.invokeExact());
        } catch (Throwable e) {
            throw new IllegalStateException("pthread_self cannot be called", e);
        }
    }

    /** To be called while the thread runs. */
    void wake() {
        Waking.wake(id);
    }

    /** Needed by interrupts only. */
    private static final class Waking {

        private static final MethodHandle KILL = handle("pthread_kill", JAVA_INT, JAVA_LONG, JAVA_INT);

        static {
            try {
                // A handler has to be some function of C that takes an int and does nothing.
                MemorySegment nothing = LINKER.defaultLookup().findOrThrow("abs");
                MemorySegment _ = (MemorySegment)
                        handle("signal", ADDRESS, JAVA_INT, ADDRESS).invokeExact(SIGNAL, nothing);
                int _ = (int)
                        handle("siginterrupt", JAVA_INT, JAVA_INT, JAVA_INT).invokeExact(SIGNAL, 1);
            } catch (Throwable e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        static void wake(long thread) {
            try {
                int _ = (int) KILL.invokeExact(thread, SIGNAL);
            } catch (Throwable e) {
                throw new IllegalStateException("pthread_kill cannot be called", e);
            }
        }
    }
}
