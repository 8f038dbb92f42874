// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.chunk;

import java.util.function.LongConsumer;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Locks;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;

/**
 * The chunks of a large container, by number: an object {@code [header, kind DIRECTORY][children][references…]}.
 *
 * <ul>
 *   <li>It only grows, and a child that is there stays for ever. So nobody has a directory in its read set: whoever has
 *       seen a child once, under whatever lock word, knows it for good.
 *   <li>Children are published EMPTY, at version 0: an empty chunk says of every earlier moment what was true then, that
 *       nothing was in that place. What is in a chunk gets there by commits and plain writes that lock it, so that its
 *       version is above every older snapshot. (Filled before it is published, it would show an old snapshot what came
 *       later.) Only the chunks of a container that nobody can see yet may be filled at birth.
 *   <li>How many children there are means nothing to the container. So the directory grows by plain steps, also in the
 *       middle of a transaction, and stays grown when that is undone.
 * </ul>
 *
 * The body may exceed what other bodies are held to: it is hardly ever changed.
 */
public final class Directory {
    public static final int KIND = 4;
    public static final int MAX_CHILDREN = ObjectLayout.MAX_CAPACITY;

    /** Makes an empty chunk nobody can see. */
    @FunctionalInterface
    public interface Maker {
        /** {@code number}: the place it is to have in the directory. */
        long make(Allocator allocator, int number);
    }

    /** There is no such child yet. */
    public static final long NONE = 0;

    private static final int SIZE = ObjectLayout.SIZE_WORD;
    private static final int FIRST = ObjectLayout.FIRST_CELL_WORD;
    private static final int MIN_CAPACITY = 4;

    private Directory() {}

    /** A directory nobody can see yet. */
    public static long create(Allocator allocator, int children, Maker maker) {
        long[] refs = makeChildren(allocator, 0, children, maker);
        try {
            long directory = Bodies.createObject(allocator, 0, KIND, Math.max(MIN_CAPACITY, children));
            fill(allocator.memory(), directory + ObjectLayout.INLINE_BODY, 0, refs);
            return directory;
        } catch (RuntimeException | Error e) {
            release(allocator, refs);
            throw e;
        }
    }

    /** Gives all blocks of a directory that nobody can see yet, its own too. */
    public static void blocks(Memory memory, long directory, LongConsumer block) {
        int children = children(memory, directory);
        for (int i = 0; i < children; i++) {
            block.accept(child(memory, directory, i));
        }
        block.accept(directory);
    }

    /** Offset of a child, or {@link #NONE}: then there was none at some moment of this call. */
    public static long child(Memory memory, long directory, int index) {
        for (; ; ) {
            long lock = memory.getAcquire(directory);
            long body = memory.getGuess(directory + ObjectLayout.BODY);
            boolean inside = index >= 0 && index < ObjectLayout.capacity(memory.getGuess(body));
            long cell = inside ? memory.getGuess(Bodies.at(body, FIRST) + (long) index * Long.BYTES) : Cell.EMPTY;
            memory.loadFence();
            // Locked or not: as long as the lock is the same, the body is one that the directory had, has or will have.
            if (memory.getPlain(directory) == lock) {
                return cell == Cell.EMPTY ? NONE : offset(cell);
            }
        }
    }

    private static long offset(long cell) {
        if (!Cell.isRef(cell)) {
            throw HeapCorruptException.OUT_OF_BOUNDS;
        }
        return Cell.offset(cell);
    }

    /** Number of children of a directory that nobody can see yet. */
    public static int children(Memory memory, long directory) {
        long body = memory.getGuess(directory + ObjectLayout.BODY);
        return checked(directory, memory.getGuess(body), memory.getGuess(Bodies.at(body, SIZE)));
    }

    /**
     * How many children there were at some moment of this call. Those with lower numbers are found from now on: unlike
     * {@link #child} this does not look at a directory that is just being changed, in which the count may come first.
     */
    public static int children(Mutator mutator, long directory) {
        Memory memory = mutator.memory();
        for (; ; ) {
            long lock = mutator.settleForReading(directory);
            long body = memory.getGuess(directory + ObjectLayout.BODY);
            long header = memory.getGuess(body);
            long size = memory.getGuess(Bodies.at(body, SIZE));
            if (Locks.unchanged(memory, directory, lock)) {
                return checked(directory, header, size);
            }
        }
    }

    private static int checked(long directory, long header, long size) {
        if (ObjectLayout.kind(header) != KIND || size < 0 || size > ObjectLayout.capacity(header)) {
            throw new HeapCorruptException(
                    "directory makes no sense: object=%d, header=%#x, children=%d".formatted(directory, header, size));
        }
        return (int) size;
    }

    /** Makes sure that there are at least so many children. Outside of the running transaction, if there is one. */
    public static void ensure(Mutator mutator, long directory, int children, Maker maker) {
        while (!hasGrown(mutator, directory, children, maker)) {
            // Somebody else has changed it.
        }
    }

    private static boolean hasGrown(Mutator mutator, long directory, int children, Maker maker) {
        Memory memory = mutator.memory();
        long lock = mutator.settle(directory);
        long body = memory.getGuess(directory + ObjectLayout.BODY);
        long header = memory.getGuess(body);
        long size = memory.getGuess(Bodies.at(body, SIZE));
        if (!Locks.unchanged(memory, directory, lock)) {
            return false;
        }
        int present = checked(directory, header, size);
        if (present >= children) {
            return true;
        }
        Bodies.checkCapacity(children);
        long[] refs = makeChildren(mutator.allocator(), present, children - present, maker);
        boolean inPlace = refs.length == 1 && present < ObjectLayout.capacity(header);
        long newBody = inPlace ? NONE : newBody(mutator, body, present, refs);
        // An error may strike after this has happened: then the blocks are in use, and if not they are lost.
        boolean done = inPlace
                ? mutator.plain()
                        .write(directory, lock, body, FIRST + present, Cell.ofRef(refs[0]), SIZE, (long) present + 1)
                : mutator.plain().replace(directory, lock, body, newBody);
        if (!done) {
            release(mutator.allocator(), refs);
            if (newBody != NONE) {
                mutator.allocator().releaseOrLose(newBody);
            }
        }
        return done;
    }

    /** With the children there are, which are guesses until the body is exchanged, and more. */
    private static long newBody(Mutator mutator, long body, int present, long[] refs) {
        Allocator allocator = mutator.allocator();
        Memory memory = mutator.memory();
        int capacity = Math.max(present + refs.length, Math.min(2 * present, MAX_CHILDREN));
        long newBody;
        try {
            newBody = Bodies.createBody(allocator, 0, KIND, capacity, present);
        } catch (RuntimeException | Error e) {
            release(allocator, refs);
            throw e;
        }
        memory.copy(Bodies.at(body, FIRST), Bodies.at(newBody, FIRST), (long) present * Long.BYTES);
        fill(memory, newBody, present, refs);
        return newBody;
    }

    private static void fill(Memory memory, long body, int present, long[] refs) {
        for (int i = 0; i < refs.length; i++) {
            memory.putPlain(Bodies.at(body, FIRST + present + i), Cell.ofRef(refs[i]));
        }
        memory.putPlain(Bodies.at(body, SIZE), (long) present + refs.length);
    }

    private static long[] makeChildren(Allocator allocator, int first, int count, Maker maker) {
        long[] refs = new long[count];
        try {
            for (int i = 0; i < count; i++) {
                refs[i] = maker.make(allocator, first + i);
            }
        } catch (RuntimeException | Error e) {
            release(allocator, refs);
            throw e;
        }
        return refs;
    }

    private static void release(Allocator allocator, long[] refs) {
        for (long ref : refs) {
            if (ref != NONE) {
                allocator.releaseOrLose(ref);
            }
        }
    }
}
