// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.signals;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/** What the system does about signals, where Java has no say. */
public final class NativeSignals {

    private static final boolean IS_MAC =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
    /** SIGURG, which nobody else uses: without a handler it is ignored. */
    private static final int WAKING = IS_MAC ? 16 : 23;

    private static final int QUIT = 3;
    private static final long IGNORE = 1;
    /** More than a struct sigaction needs, which begins with the handler. */
    private static final int ACTION_BYTES = 512;

    private static final long DYING_MILLIS = 1000;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle SIGNAL = handle("signal", ADDRESS, JAVA_INT, ADDRESS);
    private static final MethodHandle SELF = handle("pthread_self", JAVA_LONG);

    private NativeSignals() {}

    private static MethodHandle handle(String name, MemoryLayout result, MemoryLayout... parameters) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, parameters));
    }

    /** Has Ctrl-\ end the process, as it does everywhere else, instead of showing all threads of the JVM. */
    static void endOnQuit() {
        setDefault(QUIT);
    }

    /** Ends the process as the signal does where nobody handles it; returns when the system does not let it. */
    static void dieBy(int signal) {
        setDefault(signal);
        try {
            int self = Math.toIntExact(ProcessHandle.current().pid());
            int _ = (int) handle("kill", JAVA_INT, JAVA_INT, JAVA_INT).invokeExact(self, signal);
            Thread.sleep(DYING_MILLIS);
        } catch (Throwable e) {
            // the caller knows another way to end
        }
    }

    /** Has a signal not be ignored, as it may have been since before the process began: Java would leave it so. */
    static void heed(int signal) {
        if (isIgnored(signal)) {
            setDefault(signal);
        }
    }

    static boolean isIgnored(int signal) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment action = arena.allocate(ACTION_BYTES, Long.BYTES);
            int _ = (int) handle("sigaction", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS)
                    .invokeExact(signal, MemorySegment.NULL, action);
            return action.get(ADDRESS, 0).address() == IGNORE;
        } catch (Throwable e) {
            throw new IllegalStateException("sigaction cannot be called", e);
        }
    }

    private static void setDefault(int signal) {
        setHandler(signal, MemorySegment.NULL);
    }

    private static void setHandler(int signal, MemorySegment handler) {
        try {
            MemorySegment _ = (MemorySegment) SIGNAL.invokeExact(signal, handler);
        } catch (Throwable e) {
            throw new IllegalStateException("signal cannot be called", e);
        }
    }

    /** Names the calling thread to {@link #wake}. */
    public static long currentThread() {
        try {
            return (long) SELF.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("pthread_self cannot be called", e);
        }
    }

    /**
     * Ends the system call that a thread waits in, with EINTR, which GraalPy answers as CPython does: it looks for
     * interrupts and calls again. To be called while the thread runs.
     */
    static void wake(long thread) {
        Waking.wake(thread);
    }

    /** Writes a byte if there is room for it; whoever has closed the descriptor misses nothing. */
    static void write(int descriptor, byte value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, value);
            long _ = (long)
                    handle("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG).invokeExact(descriptor, bytes, 1L);
        } catch (Throwable e) {
            throw new IllegalStateException("write cannot be called", e);
        }
    }

    /** A signal that does nothing; needed by interrupts only. */
    private static final class Waking {

        private static final MethodHandle KILL = handle("pthread_kill", JAVA_INT, JAVA_LONG, JAVA_INT);

        static {
            try {
                // A handler has to be some function of C that takes an int and does nothing.
                setHandler(WAKING, LINKER.defaultLookup().findOrThrow("abs"));
                int _ = (int)
                        handle("siginterrupt", JAVA_INT, JAVA_INT, JAVA_INT).invokeExact(WAKING, 1);
            } catch (Throwable e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        static void wake(long thread) {
            try {
                int _ = (int) KILL.invokeExact(thread, WAKING);
            } catch (Throwable e) {
                throw new IllegalStateException("pthread_kill cannot be called", e);
            }
        }
    }
}
