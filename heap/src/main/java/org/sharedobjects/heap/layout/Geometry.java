// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.layout;

/**
 * How a heap of some size is divided: superblock, slots, processes, state words of the spans, their bitmaps, the spans.
 * All of it follows from the size, so that a file can be checked against it.
 *
 * @param sizeBytes length of the file
 * @param slotCount slots come in pairs: an even one commits, the odd one behind it is kept for taking over
 * @param processCount how many processes can use the heap at once
 * @param processTable offset of the first process' entry
 * @param spanCount spans of {@link #SPAN_BYTES}
 * @param spanTable offset of the first state word
 * @param bitmaps offset of the first bitmap
 * @param marks offset of the first span's marks
 * @param spans offset of the first span
 */
public record Geometry(
        long sizeBytes,
        int slotCount,
        int processCount,
        long processTable,
        int spanCount,
        long spanTable,
        long bitmaps,
        long marks,
        long spans) {
    public static final int PAGE_BYTES = 4096;
    public static final int SPAN_BYTES = 1 << 16;
    public static final int BITMAP_BYTES = 512;
    /** What the collector is told of the blocks of a span: shades, and behind them births. */
    public static final int SHADE_BYTES = 2 * BITMAP_BYTES;

    public static final int MARK_BYTES = SHADE_BYTES + BITMAP_BYTES;
    public static final long MIN_SIZE_BYTES = 1L << 20;
    /** A transaction packs offset and word number into one word; this is what it has room for. */
    public static final long MAX_SIZE_BYTES = 1L << 40;

    private static final int MIN_SLOT_PAIRS = 16;
    private static final int MAX_SLOT_PAIRS = 1 << (LockWord.SLOT_BITS - 1);
    private static final int BYTES_PER_SLOT_PAIR = 1 << 17;
    /** What one page has room for. Above, there are as many as there are pairs of slots. */
    private static final int MIN_PROCESSES = (int) (PAGE_BYTES / ProcessLayout.SIZE);

    /**
     * Divides a heap of that many bytes, rounded up to whole spans.
     *
     * @throws IllegalArgumentException when a heap cannot have that size
     */
    public static Geometry of(long size) {
        if (size < MIN_SIZE_BYTES || size > MAX_SIZE_BYTES) {
            throw new IllegalArgumentException("heap size out of range: size=%d, least=%d, most=%d"
                    .formatted(size, MIN_SIZE_BYTES, MAX_SIZE_BYTES));
        }
        Geometry empty = withoutSpans(align(size, SPAN_BYTES));
        int spanCount =
                (int) ((empty.sizeBytes - empty.spanTable) / (SPAN_BYTES + BITMAP_BYTES + MARK_BYTES + Long.BYTES));
        Geometry geometry = empty.withSpans(spanCount);
        while (geometry.spans + (long) geometry.spanCount * SPAN_BYTES > geometry.sizeBytes) {
            geometry = empty.withSpans(geometry.spanCount - 1);
        }
        return geometry;
    }

    private static Geometry withoutSpans(long sizeBytes) {
        int slotPairs = Math.clamp(sizeBytes / BYTES_PER_SLOT_PAIR, MIN_SLOT_PAIRS, MAX_SLOT_PAIRS);
        int slotCount = 2 * slotPairs;
        int processCount = Math.clamp(slotPairs, MIN_PROCESSES, ProcessLayout.MAX_COUNT);
        long processTable = Superblock.SIZE + (long) slotCount * SlotLayout.SIZE;
        long spanTable = align(processTable + processCount * ProcessLayout.SIZE, PAGE_BYTES);
        return new Geometry(
                sizeBytes, slotCount, processCount, processTable, 0, spanTable, spanTable, spanTable, spanTable);
    }

    private Geometry withSpans(int count) {
        long afterWords = align(spanTable + (long) count * Long.BYTES, PAGE_BYTES);
        long afterBitmaps = align(afterWords + (long) count * BITMAP_BYTES, PAGE_BYTES);
        long afterMarks = align(afterBitmaps + (long) count * MARK_BYTES, SPAN_BYTES);
        return new Geometry(
                sizeBytes,
                slotCount,
                processCount,
                processTable,
                count,
                spanTable,
                afterWords,
                afterBitmaps,
                afterMarks);
    }

    private static long align(long value, int to) {
        return (value + to - 1) & -to;
    }

    public long process(int entry) {
        return processTable + entry * ProcessLayout.SIZE;
    }

    public long processTableBytes() {
        return processCount * ProcessLayout.SIZE;
    }

    public long spanState(int span) {
        return spanTable + (long) span * Long.BYTES;
    }

    public long bitmap(int span) {
        return bitmaps + (long) span * BITMAP_BYTES;
    }

    /** Shades of the blocks of a span. */
    public long shades(int span) {
        return marks + (long) span * MARK_BYTES;
    }

    /** Births of the blocks of a span. */
    public long births(int span) {
        return shades(span) + SHADE_BYTES;
    }

    public long spanStart(int span) {
        return spans + (long) span * SPAN_BYTES;
    }
}
