// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;
import org.sharedobjects.heap.slot.Attachment;

/** A private heap of objects that are nothing but cells. */
public final class TestHeap implements AutoCloseable {
    public static final int FIRST = ObjectLayout.FIRST_CELL_WORD;
    private static final int KIND = 1;

    public final Segment segment;
    public final Attachment attachment;
    public final Allocator allocator;
    public final Memory memory;

    /** For reads outside transactions. */
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<Mutator> reader = ThreadLocal.withInitial(this::mutator);

    /** Set by whoever ends a test that runs until somebody says so, and when one of the threads fails. */
    final AtomicBoolean done = new AtomicBoolean();

    public TestHeap(long sizeBytes) {
        segment = Segment.createPrivate(sizeBytes, made -> {});
        attachment = new Attachment(segment);
        allocator = attachment.allocator();
        memory = segment.memory();
    }

    public Mutator mutator() {
        return Mutator.open(attachment);
    }

    public long object(int cells, long value) {
        long ref = allocator.allocate(ObjectLayout.INLINE_BODY + ObjectLayout.bodyBytes(cells));
        memory.putPlain(ref + ObjectLayout.BODY, ref + ObjectLayout.INLINE_BODY);
        fill(ref + ObjectLayout.INLINE_BODY, cells, value);
        memory.putRelease(ref, 0);
        return ref;
    }

    public long body(int cells, long value) {
        long body = allocator.allocate(ObjectLayout.bodyBytes(cells));
        fill(body, cells, value);
        return body;
    }

    private void fill(long body, int cells, long value) {
        memory.putPlain(body, ObjectLayout.header(0, KIND, cells));
        memory.putPlain(body + Long.BYTES, cells);
        for (int i = 0; i < cells; i++) {
            memory.putPlain(body + (FIRST + i) * (long) Long.BYTES, value);
        }
    }

    public long read(long ref, int word) {
        for (; ; ) {
            long lock = reader.get().settleForReading(ref);
            long value = memory.getGuess(memory.getGuess(ref + ObjectLayout.BODY) + word * (long) Long.BYTES);
            if (Locks.unchanged(memory, ref, lock)) {
                return value;
            }
        }
    }

    public void write(Mutator mutator, long ref, int word, long value) {
        for (; ; ) {
            long lock = mutator.settle(ref);
            if (mutator.plain().write(ref, lock, memory.getGuess(ref + ObjectLayout.BODY), word, value)) {
                return;
            }
        }
    }

    public void replace(Mutator mutator, long ref, long newBody) {
        for (; ; ) {
            long lock = mutator.settle(ref);
            if (mutator.plain().replace(ref, lock, memory.getGuess(ref + ObjectLayout.BODY), newBody)) {
                return;
            }
        }
    }

    public static long atomically(Mutator mutator, LongSupplier action) {
        for (int attempt = 0; ; attempt++) {
            mutator.begin(attempt);
            try {
                long result = action.getAsLong();
                if (mutator.commit()) {
                    return result;
                }
            } catch (ConflictException e) {
                mutator.abort();
            }
        }
    }

    public static void atomically(Mutator mutator, Runnable action) {
        atomically(mutator, () -> {
            action.run();
            return 0;
        });
    }

    /** Runs all at once, each on a thread with a mutator of its own; fails if one of them fails. */
    @SafeVarargs
    final <T> List<T> together(Function<Mutator, T>... actions) throws Exception {
        List<FutureTask<T>> tasks = new ArrayList<>();
        for (Function<Mutator, T> action : actions) {
            FutureTask<T> task = new FutureTask<>(() -> {
                try (Mutator mutator = mutator()) {
                    return action.apply(mutator);
                } catch (Throwable e) {
                    done.set(true);
                    throw e;
                }
            });
            tasks.add(task);
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            thread.start();
        }
        List<T> results = new ArrayList<>();
        for (FutureTask<T> task : tasks) {
            try {
                results.add(task.get());
            } catch (ExecutionException e) {
                throw new AssertionError(e.getCause());
            }
        }
        return results;
    }

    @Override
    public void close() {
        attachment.close();
        segment.close();
    }
}
