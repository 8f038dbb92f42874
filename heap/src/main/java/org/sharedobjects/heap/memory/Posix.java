// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Locale;

/** The few calls of the C library that Java does not offer. Linux on x86-64 and aarch64. */
final class Posix {
    static final boolean AVAILABLE;
    static final int NO_FILE = -1;

    private static final int READ_WRITE_CLOSE_ON_EXEC = 0x80002;
    private static final int PUNCH_HOLE_KEEP_SIZE = 3;
    private static final int INTERRUPTED = 4;
    private static final long FUTEX_WAIT = 0;
    private static final long FUTEX_WAKE = 1;
    private static final long FUTEX_SYSCALL_X86_64 = 202;
    private static final long FUTEX_SYSCALL_AARCH64 = 98;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout ADDRESS = ValueLayout.ADDRESS;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final long FUTEX_SYSCALL;

    static {
        String arch = System.getProperty("os.arch", "");
        boolean x86 = arch.equals("amd64") || arch.equals("x86_64");
        boolean arm = arch.equals("aarch64");
        boolean linux =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
        FUTEX_SYSCALL = x86 ? FUTEX_SYSCALL_X86_64 : FUTEX_SYSCALL_AARCH64;
        AVAILABLE = linux && (x86 || arm);
    }

    private Posix() {}

    /** The handles, made only where the calls exist. */
    private static final class Calls {
        static final MethodHandle OPEN =
                handle("open", FunctionDescriptor.of(INT, ADDRESS, INT), Linker.Option.firstVariadicArg(2));
        static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(INT, INT));
        static final MethodHandle FCNTL = handle(
                "fcntl",
                FunctionDescriptor.of(INT, INT, INT, ADDRESS),
                Linker.Option.firstVariadicArg(2),
                Linker.Option.captureCallState("errno"));
        static final MethodHandle POSIX_FALLOCATE =
                handle("posix_fallocate", FunctionDescriptor.of(INT, INT, LONG, LONG));
        static final MethodHandle FALLOCATE = handle("fallocate", FunctionDescriptor.of(INT, INT, INT, LONG, LONG));
        static final MethodHandle SYSCALL = handle(
                "syscall",
                FunctionDescriptor.of(LONG, LONG, ADDRESS, LONG, LONG, ADDRESS, ADDRESS, LONG),
                Linker.Option.firstVariadicArg(1),
                Linker.Option.captureCallState("errno"));

        private static MethodHandle handle(String name, FunctionDescriptor type, Linker.Option... options) {
            return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
        }
    }

    /** A descriptor of the file, {@link #NO_FILE} when there is none to be had. */
    static int open(Path path) {
        if (!AVAILABLE) {
            return NO_FILE;
        }
        try (Arena arena = Arena.ofConfined()) {
            return (int) Calls.OPEN.invokeExact(arena.allocateFrom(path.toString()), READ_WRITE_CLOSE_ON_EXEC);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void close(int file) {
        try {
            int ignored = (int) Calls.CLOSE.invokeExact(file);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** For commands that return nothing but an error. {@code arena} is for what the call needs on its way. */
    static int fcntl(Arena arena, int file, int command, MemorySegment argument) {
        MemorySegment state = arena.allocate(STATE);
        try {
            int result = (int) Calls.FCNTL.invokeExact(state, file, command, argument);
            return result >= 0 ? 0 : (int) ERRNO.get(state, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Makes sure that the range has memory behind it; what is there already stays. False when there is no room. */
    static boolean allocate(int file, long offset, long bytes) {
        try {
            int error;
            do {
                error = (int) Calls.POSIX_FALLOCATE.invokeExact(file, offset, bytes);
            } while (error == INTERRUPTED);
            return error == 0;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Gives the memory of the range back; it reads as zeros from now on. */
    static void punch(int file, long offset, long bytes) {
        try {
            int ignored = (int) Calls.FALLOCATE.invokeExact(file, PUNCH_HOLE_KEEP_SIZE, offset, bytes);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Sleeps while the word holds {@code expected}, at most so long; may wake early. Not interruptible. */
    static void futexWait(MemorySegment word, int expected, long timeoutNanos) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment timeout = arena.allocate(2L * Long.BYTES, Long.BYTES);
            timeout.set(LONG, 0, timeoutNanos / NANOS_PER_SECOND);
            timeout.set(LONG, Long.BYTES, timeoutNanos % NANOS_PER_SECOND);
            futex(arena, word, FUTEX_WAIT, expected, timeout);
        }
    }

    static void futexWake(MemorySegment word) {
        try (Arena arena = Arena.ofConfined()) {
            futex(arena, word, FUTEX_WAKE, Integer.MAX_VALUE, MemorySegment.NULL);
        }
    }

    private static int futex(Arena arena, MemorySegment word, long operation, long value, MemorySegment timeout) {
        MemorySegment state = arena.allocate(STATE);
        try {
            long result = (long) Calls.SYSCALL.invokeExact(
                    state, FUTEX_SYSCALL, word, operation, value, timeout, MemorySegment.NULL, 0L);
            return result >= 0 ? 0 : (int) ERRNO.get(state, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static IllegalStateException unexpected(Throwable e) {
        return new IllegalStateException("call into the C library failed", e);
    }
}
