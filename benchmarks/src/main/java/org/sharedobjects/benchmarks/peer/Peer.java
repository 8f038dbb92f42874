// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.peer;

import java.nio.file.Path;

/** Who keeps the cells. The first is what all are compared with. */
public enum Peer {
    SHARED_OBJECTS("shared objects"),
    SHARED_WORDS("shared objects, by word"),
    SHARED_COUNTERS("shared counters"),
    SCALA_STM("ScalaSTM"),
    MULTIVERSE("Multiverse"),
    CHRONICLE_MAP("Chronicle Map"),
    LOCKS("ReentrantLock"),
    ATOMICS("AtomicLong"),
    HASH_MAP("ConcurrentHashMap");

    private final String title;

    Peer(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /** Cells for the threads of this process. */
    public Cells create(int count, long value) {
        return switch (this) {
            case SHARED_OBJECTS -> new SharedCells(SharedCells.createHeap(count, value));
            case SHARED_WORDS -> new SharedWordCells(SharedCells.createHeap(count, value));
            case SHARED_COUNTERS -> new SharedCounterCells(count, value);
            case SCALA_STM -> new ScalaCells(count, value);
            case MULTIVERSE -> new MultiverseCells(count, value);
            case CHRONICLE_MAP -> ChronicleCells.create(count, value);
            case LOCKS -> new LockedCells(count, value);
            case ATOMICS -> new AtomicCells(count, value);
            case HASH_MAP -> new MapCells(count, value);
        };
    }

    /** As {@link #create}, of a peer that has {@linkplain TransactionalCells more}. */
    public TransactionalCells createTransactional(int count, long value) {
        return (TransactionalCells) create(count, value);
    }

    /** Cells in a file that other processes can open too. */
    public TransactionalCells createIn(Path file, int count, long value) {
        return switch (this) {
            case SHARED_OBJECTS -> SharedCells.create(file, count, value);
            case CHRONICLE_MAP -> ChronicleCells.create(file, count, value);
            default -> throw new IllegalArgumentException("peer of one process alone: peer=" + title);
        };
    }

    /** Cells that another process has created. */
    public TransactionalCells openIn(Path file, int count) {
        return switch (this) {
            case SHARED_OBJECTS -> SharedCells.open(file);
            case CHRONICLE_MAP -> ChronicleCells.open(file, count);
            default -> throw new IllegalArgumentException("peer of one process alone: peer=" + title);
        };
    }
}
