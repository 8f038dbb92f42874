// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.chunk.Bodies;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Locks;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;

/**
 * Instances of shared classes: a shape in the body's header and one cell for each attribute. Every operation is one step,
 * or part of the mutator's running transaction. A removed attribute leaves its cell {@link Cell#EMPTY}. An instance with
 * too many attributes keeps them in a shared dict instead, for good.
 */
public final class Records {
    private static final int FIRST = ObjectLayout.FIRST_CELL_WORD;
    private static final int MIN_CAPACITY = 2;

    private Records() {}

    /** Attributes of an instance at one moment; the arrays belong to the caller. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Snapshot(Shape shape, String[] names, long[] cells) {}

    /** An instance without attributes that nobody can see yet, with room for some. */
    public static long create(Allocator allocator, Shape root, int expected) {
        int capacity = Math.clamp(expected, MIN_CAPACITY, Shapes.MAX_ATTRIBUTES);
        return Bodies.createObject(allocator, root.id(), Kind.RECORD, capacity);
    }

    /** An instance nobody can see yet with the attributes of the shape, which must not be of dict mode. */
    public static long create(Allocator allocator, Shape shape, long[] cells) {
        long ref = create(allocator, shape, shape.count());
        Memory memory = allocator.memory();
        long body = ref + ObjectLayout.INLINE_BODY;
        memory.copyIn(cells, 0, Bodies.at(body, FIRST), shape.count());
        memory.putPlain(Bodies.at(body, ObjectLayout.SIZE_WORD), shape.count());
        return ref;
    }

    // ---- hot paths, only outside of transactions

    /** Shape number of an instance, or 0 when {@link #shape} must look. */
    public static int tryShapeId(Memory memory, long ref) {
        long lock = memory.getAcquire(ref);
        long header = memory.getGuess(memory.getGuess(ref + ObjectLayout.BODY));
        return !Locks.isLocked(lock) && Locks.unchanged(memory, ref, lock) ? ObjectLayout.shape(header) : 0;
    }

    /**
     * Cell at a place of an instance of this shape, {@link Cell#EMPTY} for a removed attribute;
     * {@link Cell#MISS_SLOW} when the shape is another or {@link #get} must look.
     */
    public static long tryGet(Memory memory, long ref, int shapeId, int index) {
        long lock = memory.getAcquire(ref);
        long body = memory.getGuess(ref + ObjectLayout.BODY);
        long header = memory.getGuess(body);
        long cell = memory.getGuess(Bodies.at(body, FIRST + index));
        return !Locks.isLocked(lock) && ObjectLayout.shape(header) == shapeId && Locks.unchanged(memory, ref, lock)
                ? cell
                : Cell.MISS_SLOW;
    }

    /** Stores into a place of an instance of this shape; false when {@link #set} must do it. */
    public static boolean trySet(Mutator mutator, long ref, int shapeId, int index, long cell) {
        Memory memory = mutator.memory();
        long lock = memory.getAcquire(ref);
        long body = memory.getGuess(ref + ObjectLayout.BODY);
        long header = memory.getGuess(body);
        return !Locks.isLocked(lock)
                && ObjectLayout.shape(header) == shapeId
                && mutator.plain().write(ref, lock, body, FIRST + index, cell);
    }

    /**
     * Gives an instance of this shape one more attribute, with which it has the wider shape; false when {@link #set} must do it, as
     * for want of room.
     *
     * @param index of the new attribute
     */
    public static boolean tryAdd(Mutator mutator, long ref, int shapeId, int widerId, int index, long cell) {
        Memory memory = mutator.memory();
        long lock = memory.getAcquire(ref);
        long body = memory.getGuess(ref + ObjectLayout.BODY);
        long header = memory.getGuess(body);
        int capacity = ObjectLayout.capacity(header);
        return !Locks.isLocked(lock)
                && ObjectLayout.shape(header) == shapeId
                && index < capacity
                && mutator.plain()
                        .write(
                                ref,
                                lock,
                                body,
                                ObjectLayout.HEADER_WORD,
                                ObjectLayout.header(widerId, Kind.RECORD, capacity),
                                ObjectLayout.SIZE_WORD,
                                index + 1,
                                FIRST + index,
                                cell);
    }

    // ---- full operations

    public static Shape shape(Mutator mutator, Shapes shapes, long ref) {
        long shapeId = Access.perform(mutator, ref, access -> {
            int id = ObjectLayout.shape(access.word(ObjectLayout.HEADER_WORD));
            return access.valid() ? id : Access.RETRY;
        });
        return shapes.get((int) shapeId);
    }

    /** Class of an instance. It never changes, so it is not part of what the running transaction has read. */
    public static int classId(Mutator mutator, Shapes shapes, long ref) {
        Memory memory = mutator.memory();
        for (; ; ) {
            long lock = mutator.settleForReading(ref);
            long header = memory.getGuess(memory.getGuess(ref + ObjectLayout.BODY));
            if (Locks.unchanged(memory, ref, lock)) {
                return shapes.get(ObjectLayout.shape(header)).classId();
            }
        }
    }

    /** Value of an attribute, or {@link Cell#EMPTY}. */
    public static long get(Mutator mutator, Shapes shapes, long ref, String name) {
        Shape[] seen = new Shape[1];
        long cell = Access.perform(mutator, ref, access -> {
            Shape shape = shapeOf(access, shapes);
            if (shape == null) {
                return Access.RETRY;
            }
            seen[0] = shape;
            int index = shape.dictMode() ? 0 : shape.lookup(name);
            long value = index == Shape.ABSENT ? Cell.EMPTY : access.word(FIRST + index);
            return access.valid() ? value : Access.RETRY;
        });
        return seen[0].dictMode() ? RecordDicts.get(mutator, dict(cell, ref), name) : cell;
    }

    /** Stores an attribute, adding it if need be; returns the value before, or {@link Cell#EMPTY}. */
    public static long set(Mutator mutator, Shapes shapes, long ref, String name, long cell) {
        long[] dict = {Cell.EMPTY};
        long before = Access.perform(mutator, ref, access -> {
            Shape shape = shapeOf(access, shapes);
            if (shape == null) {
                return Access.RETRY;
            }
            if (shape.dictMode()) {
                dict[0] = access.word(FIRST);
                return access.valid() ? Cell.EMPTY : Access.RETRY;
            }
            int index = shape.lookup(name);
            if (index == Shape.ABSENT) {
                return add(access, shapes, shape, shapes.with(shape, name), cell);
            }
            long value = access.word(FIRST + index);
            return access.write(FIRST + index, cell) ? value : Access.RETRY;
        });
        if (dict[0] == Cell.EMPTY) {
            return before;
        }
        return RecordDicts.put(mutator, shapes.symbols(), dict(dict[0], ref), name, cell);
    }

    /** Removes an attribute and returns its value, or {@link Cell#EMPTY} when there is none. */
    public static long delete(Mutator mutator, Shapes shapes, long ref, String name) {
        long[] dict = {Cell.EMPTY};
        long before = Access.perform(mutator, ref, access -> {
            Shape shape = shapeOf(access, shapes);
            if (shape == null) {
                return Access.RETRY;
            }
            int index = shape.dictMode() ? 0 : shape.lookup(name);
            long value = index == Shape.ABSENT ? Cell.EMPTY : access.word(FIRST + index);
            if (shape.dictMode()) {
                dict[0] = value;
            }
            if (shape.dictMode() || value == Cell.EMPTY) {
                return access.valid() ? value : Access.RETRY;
            }
            return access.write(FIRST + index, Cell.EMPTY) ? value : Access.RETRY;
        });
        if (dict[0] == Cell.EMPTY) {
            return before;
        }
        return RecordDicts.remove(mutator, dict(dict[0], ref), name);
    }

    /** All attributes in their order, as they were at one moment. */
    public static Snapshot snapshot(Mutator mutator, Shapes shapes, long ref) {
        Snapshot[] result = new Snapshot[1];
        Access.perform(mutator, ref, access -> {
            Shape shape = shapeOf(access, shapes);
            if (shape == null) {
                return Access.RETRY;
            }
            long[] cells = new long[shape.dictMode() ? 1 : shape.count()];
            if (!access.copy(FIRST, cells, 0, cells.length)) {
                return Access.RETRY;
            }
            result[0] = new Snapshot(shape, shape.names().toArray(String[]::new), cells);
            return 0;
        });
        Snapshot all = result[0];
        return all.shape().dictMode()
                ? RecordDicts.snapshot(mutator, all.shape(), dict(all.cells()[0], ref))
                : RecordDicts.present(all);
    }

    /** Null when the header was a bad guess. */
    private static @Nullable Shape shapeOf(Access access, Shapes shapes) {
        long header = access.word(ObjectLayout.HEADER_WORD);
        if (!access.valid()) {
            return null;
        }
        Shape shape = shapes.get(ObjectLayout.shape(header));
        if (shape.count() > ObjectLayout.capacity(header)) {
            throw new HeapCorruptException("instance has more attributes than cells: shape=" + shape.id());
        }
        return shape;
    }

    private static long add(Access access, Shapes shapes, Shape shape, Shape wider, long cell) {
        if (wider.dictMode()) {
            RecordDicts.convert(access, shapes, shape, wider);
            return Access.RETRY;
        }
        int count = shape.count();
        int capacity = ObjectLayout.capacity(access.word(ObjectLayout.HEADER_WORD));
        if (count < capacity) {
            long header = ObjectLayout.header(wider.id(), Kind.RECORD, capacity);
            boolean done = access.write(
                    ObjectLayout.HEADER_WORD, header, ObjectLayout.SIZE_WORD, count + 1, FIRST + count, cell);
            return done ? Cell.EMPTY : Access.RETRY;
        }
        long[] cells = new long[count + 1];
        if (!access.copy(FIRST, cells, 0, count)) {
            return Access.RETRY;
        }
        cells[count] = cell;
        return RecordDicts.replaceBody(access, wider, cells, 2 * count) ? Cell.EMPTY : Access.RETRY;
    }

    private static long dict(long cell, long ref) {
        if (!Cell.isRef(cell)) {
            throw new HeapCorruptException("instance without its dict: object=" + ref);
        }
        return Cell.offset(cell);
    }
}
