// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.listtree;

import org.sharedobjects.heap.chunk.Directory;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Mutator;

/**
 * Where a large list ends for the running transaction, which has read as much as it takes to know that: the chunk with the
 * last element, and if that is full the empty one behind it.
 *
 * @param number of the last chunk with elements; 0 in an empty list
 * @param chunk that chunk
 * @param count of its elements
 * @param next the chunk behind it when it is full
 */
record Tail(int number, long chunk, int count, long next) {
    long size() {
        return ((long) number << ListChunk.SHIFT) + count;
    }

    /** Whether a chunk with that many elements tells by itself that the list ends there. */
    static boolean isLast(int number, int count) {
        return count == 0 ? number == 0 : count < ListChunk.CELLS;
    }

    /** Reads the end of the list. */
    static Tail load(Mutator mutator, long directory) {
        Memory memory = mutator.memory();
        for (; ; ) {
            int number = search(mutator, directory);
            long chunk = chunk(memory, directory, number);
            int count = loadCount(mutator, chunk);
            if (isLast(number, count)) {
                return new Tail(number, chunk, count, Directory.NONE);
            }
            if (count == ListChunk.CELLS) {
                long next = chunk(memory, directory, number + 1);
                if (loadCount(mutator, next) == 0) {
                    return new Tail(number, chunk, count, next);
                }
                if (Directory.children(mutator, directory) <= number + 1) {
                    throw new HeapCorruptException("directory makes no sense: object=" + directory);
                }
            }
        }
    }

    /**
     * Number of the last chunk with elements, 0 if none has any, as the running transaction sees it or else as it is. Only a
     * hint, since others may be changing that: looks for a chunk with elements before an empty one, from the last hint on.
     */
    static int search(Mutator mutator, long directory) {
        int children = Directory.children(mutator, directory);
        int low = Math.clamp(TailHints.get(directory), 0, Math.max(0, children - 1));
        int high = low + 1;
        int step = 1;
        if (isEmpty(mutator, directory, low)) {
            while (low > 0 && isEmpty(mutator, directory, low)) {
                high = low;
                low = Math.max(0, low - step);
                step *= 2;
            }
        } else {
            while (high < children && !isEmpty(mutator, directory, high)) {
                low = high;
                high = Math.min(children, high + step);
                step *= 2;
            }
        }
        return bisect(mutator, directory, low, high);
    }

    private static int bisect(Mutator mutator, long directory, int from, int to) {
        int low = from;
        int high = to;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (isEmpty(mutator, directory, middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        TailHints.set(directory, low);
        return low;
    }

    private static boolean isEmpty(Mutator mutator, long directory, int number) {
        long chunk = chunk(mutator.memory(), directory, number);
        return mutator.peek(chunk, ObjectLayout.SIZE_WORD) == 0;
    }

    /** The chunk of that number, which must be there. */
    static long chunk(Memory memory, long directory, int number) {
        long chunk = Directory.child(memory, directory, number);
        if (chunk == Directory.NONE) {
            throw new HeapCorruptException("list lacks a chunk: directory=%d, number=%d".formatted(directory, number));
        }
        return chunk;
    }

    /** Reads how many elements the chunk has. */
    static int loadCount(Mutator mutator, long chunk) {
        return checked(chunk, mutator.load(chunk, ObjectLayout.SIZE_WORD));
    }

    private static int checked(long chunk, long count) {
        if (count < 0 || count > ListChunk.CELLS) {
            throw new HeapCorruptException("chunk makes no sense: object=%d, elements=%d".formatted(chunk, count));
        }
        return (int) count;
    }
}
