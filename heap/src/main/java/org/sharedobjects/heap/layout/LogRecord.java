// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.layout;

/** One object of a log, and the triples {word, old, new} of the words of its body that change. */
public final class LogRecord {
    private static final int WORD = Long.BYTES;

    public static final long OBJECT = 0;
    /** The unlocked lock word before the transaction, with its waiters bit. Written before the object is locked. */
    public static final long OLD_LOCK = OBJECT + WORD;

    public static final long BODY = OLD_LOCK + WORD;
    /** 0 when words of the body change in place. */
    public static final long NEW_BODY = BODY + WORD;

    public static final long CELL_COUNT = NEW_BODY + WORD;
    /** Offset of the first triple from the start of the log. */
    public static final long CELLS = CELL_COUNT + WORD;

    public static final long SIZE = CELLS + WORD;

    public static final long CELL_WORD = 0;
    public static final long CELL_OLD = CELL_WORD + WORD;
    public static final long CELL_NEW = CELL_OLD + WORD;
    public static final long CELL_SIZE = CELL_NEW + WORD;

    private LogRecord() {}
}
