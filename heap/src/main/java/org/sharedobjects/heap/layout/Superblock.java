// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.layout;

/**
 * The first page of a heap. The words up to {@link #CHECKSUM} never change once the heap has its name; words that many
 * threads change have a line of their own.
 */
public final class Superblock {
    private static final int WORD = Long.BYTES;
    private static final int LINE = 128;

    /** "PSO heap" read as a little-endian word. */
    public static final long MAGIC_VALUE = 0x7061_6568_204f_5350L;

    public static final long FORMAT_VERSION = 10;

    public static final long MAGIC = 0;
    public static final long VERSION = MAGIC + WORD;
    public static final long UUID_HIGH = VERSION + WORD;
    public static final long UUID_LOW = UUID_HIGH + WORD;
    /** Length of the file, and the most the heap can grow to. */
    public static final long SIZE_BYTES = UUID_LOW + WORD;

    public static final long SLOT_COUNT = SIZE_BYTES + WORD;
    public static final long PROCESS_COUNT = SLOT_COUNT + WORD;
    public static final long PROCESS_TABLE = PROCESS_COUNT + WORD;
    public static final long SPAN_COUNT = PROCESS_TABLE + WORD;
    public static final long SPAN_TABLE = SPAN_COUNT + WORD;
    public static final long BITMAPS = SPAN_TABLE + WORD;
    public static final long MARKS = BITMAPS + WORD;
    public static final long SPANS = MARKS + WORD;
    public static final long CHECKSUM = SPANS + WORD;

    /** Version clock of the transactions. */
    public static final long CLOCK = LINE;
    /** Who has priority, 0 for nobody; see the priority word. */
    public static final long PRIORITY = CLOCK + LINE;
    /** Which cycle of the collector is on, and how far it is; see the era word. */
    public static final long EPOCH = PRIORITY + LINE;
    /** Slots below this number have been used and are backed by memory. */
    public static final long SLOT_HIGH = EPOCH + LINE;
    /** Spans below this number have been backed by memory. */
    public static final long SPAN_HIGH = SLOT_HIGH + LINE;
    /** Raised by the collector of a cycle as long as it goes on. */
    public static final long PROGRESS = SPAN_HIGH + LINE;
    /** The last cycle that was brought to its end. */
    public static final long COMPLETED = PROGRESS + WORD;
    /** When the last cycle began; this and the next words are for people. Times are milliseconds since 1970, 0 for never. */
    public static final long CYCLE_BEGAN = COMPLETED + WORD;
    /** When the last cycle that was completed ended. */
    public static final long CYCLE_ENDED = CYCLE_BEGAN + WORD;
    /** Cycles completed so far. */
    public static final long CYCLES = CYCLE_ENDED + WORD;
    /** Cycles given up since the last one that was completed. */
    public static final long GIVEN_UP = CYCLES + WORD;
    /** The era in which the last of those ended. */
    public static final long GIVEN_UP_ERA = GIVEN_UP + WORD;
    /** What the last completed cycle has found and done. */
    public static final long REACHED_BLOCKS = GIVEN_UP_ERA + WORD;

    public static final long REACHED_BYTES = REACHED_BLOCKS + WORD;
    public static final long RELEASED_BLOCKS = REACHED_BYTES + WORD;
    public static final long RELEASED_BYTES = RELEASED_BLOCKS + WORD;
    /** Raised when a process looks for objects that it does not hold any more, as somebody needs room or has asked: others may as well. */
    public static final long LOOKS = RELEASED_BYTES + WORD;
    /** The two objects from which everything alive is reached; set while the heap is made, constant afterwards. */
    public static final long ROOT = PROGRESS + LINE;

    public static final long SYSTEM = ROOT + WORD;
    /** Raised when a class of the heap has got a new text; on a line that hardly ever changes, as everybody reads it all the time. */
    public static final long EDITION = SYSTEM + WORD;

    public static final long SIZE = 4096;

    private Superblock() {}
}
