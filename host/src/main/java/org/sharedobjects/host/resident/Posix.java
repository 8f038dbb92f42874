// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.resident;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** Calls of the C library on descriptors and on the process, which Java does not offer. Linux, 64 bits. */
final class Posix {

    static final int INTERRUPTED = 4;

    private static final int EXITED_NO_HANG_NO_WAIT = 0x1000005;
    private static final long SIGINFO_BYTES = 128;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout ADDRESS = ValueLayout.ADDRESS;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET = handle("socket", INT, INT, INT, INT);
    private static final MethodHandle BIND = handle("bind", INT, INT, ADDRESS, INT);
    private static final MethodHandle LISTEN = handle("listen", INT, INT, INT);
    private static final MethodHandle ACCEPT = handle("accept4", INT, INT, ADDRESS, ADDRESS, INT);
    private static final MethodHandle POLL = handle("poll", INT, ADDRESS, LONG, INT);
    private static final MethodHandle RECVMSG = handle("recvmsg", LONG, INT, ADDRESS, INT);
    private static final MethodHandle GETSOCKOPT = handle("getsockopt", INT, INT, INT, INT, ADDRESS, ADDRESS);
    private static final MethodHandle SETSOCKOPT = handle("setsockopt", INT, INT, INT, INT, ADDRESS, INT);
    private static final MethodHandle READ = handle("read", LONG, INT, ADDRESS, LONG);
    private static final MethodHandle SEND = handle("send", LONG, INT, ADDRESS, LONG, INT);
    private static final MethodHandle SHUTDOWN = handle("shutdown", INT, INT, INT);
    private static final MethodHandle CLOSE = handle("close", INT, INT);
    private static final MethodHandle DUP2 = handle("dup2", INT, INT, INT);
    private static final MethodHandle OPEN = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("open"),
            FunctionDescriptor.of(INT, ADDRESS, INT),
            Linker.Option.firstVariadicArg(2),
            Linker.Option.captureCallState("errno"));
    private static final MethodHandle CHDIR = handle("chdir", INT, ADDRESS);
    private static final MethodHandle UMASK = handle("umask", INT, INT);
    private static final MethodHandle KILL = handle("kill", INT, INT, INT);
    private static final MethodHandle GETUID = handle("getuid", INT);
    private static final MethodHandle ISATTY = handle("isatty", INT, INT);
    private static final MethodHandle WAITID = handle("waitid", INT, INT, INT, ADDRESS, INT);
    private static final MethodHandle CLEARENV = handle("clearenv", INT);
    private static final MethodHandle SETENV = handle("setenv", INT, ADDRESS, ADDRESS, INT);

    private Posix() {}

    private static MethodHandle handle(String name, ValueLayout result, ValueLayout... parameters) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, parameters),
                Linker.Option.captureCallState("errno"));
    }

    /** A call's result, -1 as failure; {@code state} receives errno. */
    @FunctionalInterface
    private interface Call {
        long make(Arena arena, MemorySegment state) throws Throwable;
    }

    /** Makes the call, again while signals interrupt it. */
    private static long call(String name, Call call) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            while (true) {
                long result = call.make(arena, state);
                if (result != -1) {
                    return result;
                }
                int error = (int) ERRNO.get(state, 0L);
                if (error != INTERRUPTED) {
                    throw new IOException(name + " failed: errno=" + error);
                }
            }
        } catch (IOException | Error | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("call into the C library failed: " + name, e);
        }
    }

    static int socket(int family, int type) throws IOException {
        return (int) call("socket", (arena, state) -> (int) SOCKET.invokeExact(state, family, type, 0));
    }

    static void bind(int socket, byte[] address) throws IOException {
        call("bind", (arena, state) -> (int)
                BIND.invokeExact(state, socket, arena.allocateFrom(ValueLayout.JAVA_BYTE, address), address.length));
    }

    static void listen(int socket, int backlog) throws IOException {
        call("listen", (arena, state) -> (int) LISTEN.invokeExact(state, socket, backlog));
    }

    /** Blocks until somebody connects. */
    static int accept(int socket, int flags) throws IOException {
        return (int) call("accept4", (arena, state) ->
                (int) ACCEPT.invokeExact(state, socket, MemorySegment.NULL, MemorySegment.NULL, flags));
    }

    /** Blocks until the descriptor has something to read; false when the time was up. */
    static boolean poll(int descriptor, int timeoutMillis) throws IOException {
        return call("poll", (arena, state) -> {
                    MemorySegment entry = arena.allocate(Long.BYTES, Long.BYTES);
                    entry.set(INT, 0, descriptor);
                    entry.set(ValueLayout.JAVA_SHORT, Integer.BYTES, (short) 1);
                    return (int) POLL.invokeExact(state, entry, 1L, timeoutMillis);
                })
                > 0;
    }

    static long recvmsg(int socket, MemorySegment message, int flags) throws IOException {
        return call("recvmsg", (arena, state) -> (long) RECVMSG.invokeExact(state, socket, message, flags));
    }

    static void getsockopt(int socket, int level, int option, MemorySegment value) throws IOException {
        call("getsockopt", (arena, state) -> (int) GETSOCKOPT.invokeExact(
                state, socket, level, option, value, arena.allocateFrom(INT, (int) value.byteSize())));
    }

    static void setsockopt(int socket, int level, int option, MemorySegment value) throws IOException {
        call("setsockopt", (arena, state) ->
                (int) SETSOCKOPT.invokeExact(state, socket, level, option, value, (int) value.byteSize()));
    }

    /** Blocks for at least one byte; 0 at the end. */
    static int read(int descriptor, MemorySegment into) throws IOException {
        return (int) call("read", (arena, state) -> (long) READ.invokeExact(state, descriptor, into, into.byteSize()));
    }

    /** Gives the number of bytes sent, and never raises SIGPIPE. */
    static int send(int socket, MemorySegment bytes) throws IOException {
        int noSignal = 0x4000;
        return (int) call(
                "send", (arena, state) -> (long) SEND.invokeExact(state, socket, bytes, bytes.byteSize(), noSignal));
    }

    static void shutdownReading(int socket) throws IOException {
        call("shutdown", (arena, state) -> (int) SHUTDOWN.invokeExact(state, socket, 0));
    }

    static void close(int descriptor) throws IOException {
        call("close", (arena, state) -> (int) CLOSE.invokeExact(state, descriptor));
    }

    static void dup2(int from, int to) throws IOException {
        call("dup2", (arena, state) -> (int) DUP2.invokeExact(state, from, to));
    }

    static int open(String path, int flags) throws IOException {
        return (int) call("open", (arena, state) -> (int) OPEN.invokeExact(state, arena.allocateFrom(path), flags));
    }

    static void chdir(byte[] path) throws IOException {
        call("chdir", (arena, state) -> (int) CHDIR.invokeExact(state, text(arena, path)));
    }

    static void umask(int mask) throws IOException {
        call("umask", (arena, state) -> (int) UMASK.invokeExact(state, mask));
    }

    static void kill(int process, int signal) throws IOException {
        call("kill", (arena, state) -> (int) KILL.invokeExact(state, process, signal));
    }

    static int getuid() throws IOException {
        return (int) call("getuid", (arena, state) -> (int) GETUID.invokeExact(state));
    }

    static boolean isTerminal(int descriptor) {
        try {
            return call("isatty", (arena, state) -> 1 - (int) ISATTY.invokeExact(state, descriptor)) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the process has children, running or not waited for. */
    static boolean hasChildren() {
        try {
            call("waitid", (arena, state) ->
                    (int) WAITID.invokeExact(state, 0, 0, arena.allocate(SIGINFO_BYTES), EXITED_NO_HANG_NO_WAIT));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static void clearenv() throws IOException {
        call("clearenv", (arena, state) -> (int) CLEARENV.invokeExact(state));
    }

    static void setenv(byte[] name, byte[] value) throws IOException {
        call("setenv", (arena, state) -> (int) SETENV.invokeExact(state, text(arena, name), text(arena, value), 1));
    }

    private static MemorySegment text(Arena arena, byte[] bytes) {
        MemorySegment text = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, text, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return text;
    }
}
