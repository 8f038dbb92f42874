// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.layout;

/**
 * A slot: what one mutator shows of itself to the others. They come in pairs: the even one is for what the mutator does
 * of its own, the odd one for finishing the commits of others. The log consists of {@link #RECORD_COUNT} fixed records
 * sorted by object, followed by the cells they refer to.
 */
public final class SlotLayout {
    private static final int WORD = Long.BYTES;
    private static final int LINE = 128;

    public static final long STATUS = 0;
    /** Who holds the slot, 0 for nobody. */
    public static final long OWNER = STATUS + WORD;
    /** Version the commit gives to what it writes; 0 for a single write, whose version is found when it is unlocked. */
    public static final long WRITE_VERSION = OWNER + WORD;

    public static final long RECORD_COUNT = WRITE_VERSION + WORD;
    /** Offset of the log: in the slot, or in a block of its own if it is long. */
    public static final long LOG = RECORD_COUNT + WORD;

    /** How many words the commit goes through before it is decided: others are patient accordingly. */
    public static final long EFFORT = LOG + WORD;

    /** A 32-bit counter to sleep on. */
    public static final long FUTEX = LINE;
    /** Bloom filter over the objects the sleeper waits for; 0 while it does not. */
    public static final long SIGNATURE = FUTEX + WORD;

    /** Body that whoever has the pair of slots may be about to exchange for another, 0 for none. In odd slots only. */
    public static final long HAZARD = SIGNATURE + WORD;

    /** Era into which whoever has the pair of slots has passed. In even slots only. */
    public static final long ERA = HAZARD + WORD;

    public static final long INLINE_LOG = 2L * LINE;
    public static final long SIZE = 4096;
    public static final long INLINE_LOG_BYTES = SIZE - INLINE_LOG;

    private SlotLayout() {}

    public static long offset(int slot) {
        return Superblock.SIZE + slot * SIZE;
    }
}
