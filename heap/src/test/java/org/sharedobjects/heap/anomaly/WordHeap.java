// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.anomaly;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;
import org.sharedobjects.heap.slot.Attachment;
import org.sharedobjects.heap.txn.ConflictException;
import org.sharedobjects.heap.txn.Locks;
import org.sharedobjects.heap.txn.Mutator;

/** A private heap whose objects are arrays of bare words. */
public final class WordHeap implements AutoCloseable {
    public static final int CELL = ObjectLayout.FIRST_CELL_WORD;

    private final Segment segment;
    private final Attachment attachment;
    private final Allocator allocator;
    private final List<Long> objects = new ArrayList<>();
    /** For reads outside transactions. */
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<Mutator> reader = ThreadLocal.withInitial(this::mutator);

    public WordHeap() {
        this(Segment.createPrivate(256L << 20, made -> {}));
    }

    public WordHeap(Segment segment) {
        this.segment = segment;
        this.attachment = new Attachment(segment);
        this.allocator = attachment.allocator();
    }

    public Attachment attachment() {
        return attachment;
    }

    public Memory memory() {
        return segment.memory();
    }

    public Mutator mutator() {
        return Mutator.open(attachment);
    }

    public long object(long... cells) {
        long ref = allocator.allocate(ObjectLayout.INLINE_BODY + ObjectLayout.bodyBytes(cells.length));
        fill(ref + ObjectLayout.INLINE_BODY, cells);
        memory().putPlain(ref + ObjectLayout.BODY, ref + ObjectLayout.INLINE_BODY);
        memory().putRelease(ref + ObjectLayout.LOCK, 0);
        objects.add(ref);
        return ref;
    }

    public long[] objects(int count) {
        long[] refs = new long[count];
        for (int i = 0; i < count; i++) {
            refs[i] = object(0);
        }
        return refs;
    }

    public long body(long... cells) {
        long body = allocator.allocate(ObjectLayout.bodyBytes(cells.length));
        fill(body, cells);
        return body;
    }

    private void fill(long body, long[] cells) {
        memory().putPlain(body, ObjectLayout.header(0, 0, cells.length));
        memory().putPlain(body + ObjectLayout.SIZE_WORD * Long.BYTES, cells.length);
        memory().copyIn(cells, 0, body + ObjectLayout.BODY_HEADER_BYTES, cells.length);
    }

    /** One read outside a transaction. */
    public long read(long ref) {
        for (; ; ) {
            long lock = reader.get().settle(ref);
            long body = memory().getPlain(ref + ObjectLayout.BODY);
            long value = memory().getGuess(body + ObjectLayout.BODY_HEADER_BYTES);
            if (Locks.unchanged(memory(), ref, lock)) {
                return value;
            }
        }
    }

    /** One change outside a transaction; gives the value before. */
    public long update(Mutator mutator, long ref, LongUnaryOperator change) {
        for (; ; ) {
            long lock = mutator.settle(ref);
            long body = memory().getPlain(ref + ObjectLayout.BODY);
            long value = memory().getGuess(body + ObjectLayout.BODY_HEADER_BYTES);
            if (mutator.plain().write(ref, lock, body, CELL, change.applyAsLong(value))) {
                return value;
            }
        }
    }

    public static void atomically(Mutator mutator, Runnable action) {
        atomically(mutator, () -> {
            action.run();
            return 0;
        });
    }

    public static long atomically(Mutator mutator, LongSupplier action) {
        for (int attempt = 0; ; attempt++) {
            mutator.begin(attempt);
            try {
                long result = action.getAsLong();
                if (mutator.commit()) {
                    return result;
                }
            } catch (ConflictException conflict) {
                mutator.abort();
            }
        }
    }

    public static long load(Mutator mutator, long ref) {
        return mutator.load(ref, CELL);
    }

    public static void store(Mutator mutator, long ref, long value) {
        mutator.store(ref, CELL, value);
    }

    @Override
    public void close() {
        try (segment;
                attachment) {
            for (long ref : objects) {
                assertFalse(LockWord.isLocked(memory().getAcquire(ref)), "a lock is left behind");
            }
        }
    }
}
