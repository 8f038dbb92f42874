// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.error;

import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.graal.python.runtime.exception.PythonThreadKillException;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.nodes.ControlFlowException;
import com.oracle.truffle.api.nodes.Node;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.error.DetachedException;
import org.sharedobjects.heap.error.HeapAccessException;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.error.HeapExistsException;
import org.sharedobjects.heap.error.HeapFormatException;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.error.HeapLimitException;
import org.sharedobjects.heap.error.HeapNotFoundException;
import org.sharedobjects.heap.error.HeapVersionException;
import org.sharedobjects.heap.txn.ConflictException;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.interpreter.Bindings;
import org.sharedobjects.truffle.interpreter.InterpreterState;
import org.sharedobjects.truffle.interpreter.Passage;
import org.sharedobjects.truffle.interpreter.PythonText;
import org.sharedobjects.truffle.interpreter.RetrySignal;

/**
 * Between our operations and Python: whatever they throw reaches Python as an exception that {@code except} can catch.
 * Only what ends a thread or steers the interpreter passes unchanged. The interpreter does not {@linkplain Passage pass}
 * meanwhile, so what runs here may have temporaries. An operation that finds the heap full must have changed nothing: it is run
 * again when collections have made {@linkplain Room room}.
 */
public final class Guard {
    private Guard() {}

    /** An operation that may fail in any way. */
    @FunctionalInterface
    public interface Operation<T extends @Nullable Object> {
        T run() throws Exception;
    }

    /** In the current heap. */
    @TruffleBoundary
    public static <T extends @Nullable Object> T run(
            @Nullable Node node, InterpreterState interpreter, Operation<T> operation) {
        try {
            return attempt(interpreter.passage, operation);
        } catch (HeapFullException full) {
            return againWithRoom(node, interpreter.currentHeap(), operation, full);
        } catch (Throwable e) {
            throw translate(node, interpreter, e);
        }
    }

    static <T extends @Nullable Object> T attempt(Passage passage, Operation<T> operation) throws Exception {
        passage.enter();
        try {
            return operation.run();
        } finally {
            passage.leave();
        }
    }

    private static <T extends @Nullable Object> T againWithRoom(
            @Nullable Node node, AttachedHeap home, Operation<T> operation, HeapFullException full) {
        try {
            return Room.again(home, operation, full);
        } catch (Throwable e) {
            throw translate(node, home, e);
        }
    }

    /** What to throw into Python for what an operation on this heap has thrown. */
    @TruffleBoundary
    public static RuntimeException translate(@Nullable Node node, AttachedHeap home, Throwable e) {
        Bindings names = home.interpreter.bindingsOrNull();
        if (home.isDetached() && e instanceof HeapException && names != null) {
            return PythonErrors.instance(node, names.detachedError, PythonText.of("the heap was closed"));
        }
        return translate(node, home.interpreter, e);
    }

    /** Throws what a read has thrown, unless the interpreter has passed since: what was read then does not count, nor do its errors. */
    public static void throwUnlessPassed(@Nullable Node node, AttachedHeap home, int passes, HeapException e) {
        if (home.passage.unchangedSince(passes)) {
            throw translate(node, home, e);
        }
    }

    @TruffleBoundary
    public static <T extends @Nullable Object> T run(@Nullable Node node, AttachedHeap home, Operation<T> operation) {
        try {
            return attempt(home.passage, operation);
        } catch (HeapFullException full) {
            return againWithRoom(node, home, operation, full);
        } catch (Throwable e) {
            throw translate(node, home, e);
        }
    }

    /** What to throw into Python for this. */
    @TruffleBoundary
    public static RuntimeException translate(@Nullable Node node, InterpreterState interpreter, Throwable e) {
        if (e instanceof AbstractTruffleException || e instanceof ControlFlowException) {
            return (RuntimeException) e;
        }
        if (e instanceof PythonThreadKillException kill) {
            // Of a daemon thread when the program ends. It does not hold Python's lock, so nothing of Python may run
            // any more.
            return kill;
        }
        if (isThreadDeath(e)) {
            throw (Error) e;
        }
        Bindings names = interpreter.bindingsOrNull();
        if (names != null) {
            Object bound = boundClass(names, e);
            if (bound != null) {
                return PythonErrors.instance(node, bound, PythonText.of(message(e)));
            }
        }
        return PythonErrors.of(node, builtinType(e), message(e));
    }

    private static @Nullable Object boundClass(Bindings names, Throwable e) {
        return switch (e) {
            case ConflictException conflict -> names.conflict;
            case RetrySignal retry -> names.retry;
            case HeapFullException full -> names.heapFullError;
            case HeapCorruptException corrupt -> names.heapCorruptError;
            case HeapFormatException format -> names.heapCorruptError;
            case HeapVersionException version -> names.heapCorruptError;
            case InternalError fault -> names.heapCorruptError;
            case DetachedException detached -> names.detachedError;
            default -> null;
        };
    }

    private static PythonBuiltinClassType builtinType(Throwable e) {
        return switch (e) {
            case HeapLimitException limit -> PythonBuiltinClassType.OverflowError;
            case HeapNotFoundException missing -> PythonBuiltinClassType.FileNotFoundError;
            case HeapExistsException exists -> PythonBuiltinClassType.FileExistsError;
            case HeapAccessException access -> PythonBuiltinClassType.PermissionError;
            case HeapException heap -> PythonBuiltinClassType.OSError;
            case StackOverflowError deep -> PythonBuiltinClassType.RecursionError;
            case OutOfMemoryError memory -> PythonBuiltinClassType.MemoryError;
            case IllegalStateException state -> PythonBuiltinClassType.RuntimeError;
            case IllegalArgumentException argument -> PythonBuiltinClassType.ValueError;
            default -> PythonBuiltinClassType.SystemError;
        };
    }

    private static String message(Throwable e) {
        return switch (e) {
            case StackOverflowError deep -> "maximum recursion depth exceeded";
            case OutOfMemoryError memory -> "out of memory: " + e.getMessage();
            // What the JVM throws for an access to a page that the file no longer has.
            case InternalError fault -> "the heap's file has become shorter while it was in use: " + e.getMessage();
            case HeapException heap -> String.valueOf(e.getMessage());
            case ConflictException conflict -> "the transaction must run again";
            case IllegalStateException state -> String.valueOf(e.getMessage());
            case IllegalArgumentException argument -> String.valueOf(e.getMessage());
            default -> "internal error of shared_objects: " + e;
        };
    }

    /** Cancelling a context unwinds its threads with an Error of this kind. */
    @SuppressWarnings({"removal", "deprecation"})
    private static boolean isThreadDeath(Throwable e) {
        return e instanceof ThreadDeath;
    }
}
