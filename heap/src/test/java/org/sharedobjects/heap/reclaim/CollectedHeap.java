// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.layout.EraWord;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;

/** A heap, and the steps of a cycle of the collector one by one. */
final class CollectedHeap implements AutoCloseable {
    private final Path file;
    SharedHeap heap;
    Segment segment;
    Memory memory;
    Allocator allocator;
    long cycle = 1;

    @SuppressWarnings("NullAway.Init")
    CollectedHeap(Path folder) {
        file = folder.resolve("heap");
        open();
    }

    private void open() {
        heap = SharedHeap.builder()
                .file(file)
                .size(Size.mib(128))
                .createIfMissing()
                .withoutCollector()
                .open();
        segment = Segment.open(file);
        memory = segment.memory();
        allocator = heap.allocator();
    }

    /** Lets go of all views, and of all blocks that are kept ready. */
    void reopen() {
        close();
        open();
    }

    /** Begins a cycle; all caches of blocks have passed. */
    void arm() {
        memory.putVolatile(Superblock.EPOCH, EraWord.of(++cycle, EraWord.ARMED));
        allocator.pass(cycle);
    }

    void settle() {
        memory.putVolatile(Superblock.EPOCH, EraWord.of(cycle, EraWord.SETTLED));
    }

    void end() {
        memory.putVolatile(Superblock.EPOCH, EraWord.of(cycle + 1, EraWord.IDLE));
    }

    /** What is reached from the roots and handles. */
    Marker marked(LiveBlocks snapshot) {
        Marker marker = new Marker(segment, snapshot);
        Roots roots = new Roots(segment, heap.attachment().processes(), marker);
        roots.handles();
        roots.mark();
        marker.run(() -> {});
        return marker;
    }

    Marker marked() {
        return marked(LiveBlocks.take(segment));
    }

    Shaded shaded(Marker marker) {
        return shaded(LiveBlocks.take(segment), marker);
    }

    Shaded shaded(LiveBlocks live, Marker marker) {
        return new Shaded(allocator.marks(), cycle, live, marker);
    }

    Sweep sweep(LiveBlocks snapshot, Marker marker, BooleanSupplier stillMine) {
        return new Sweep(allocator, snapshot, marker, cycle, stillMine, true);
    }

    /** A whole cycle in which nothing else happens. */
    CollectionReport collect() {
        arm();
        LiveBlocks snapshot = LiveBlocks.take(segment);
        CollectionReport result = sweep(snapshot, marked(snapshot), () -> true).run(() -> {});
        end();
        return result;
    }

    @Override
    public void close() {
        heap.close();
        segment.close();
    }
}
