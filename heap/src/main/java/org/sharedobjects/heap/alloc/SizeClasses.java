// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.alloc;

import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.ObjectLayout;

/** The sizes small blocks come in. Steps are at most a quarter; the largest ones fill their span evenly, and so does
 * that of chunks of lists; small dicts and a list of 100 elements fit theirs. */
final class SizeClasses {
    private static final int[] BYTES = {
        32, 48, 64, 80, 96, 112, 128, 160, 176, 192, 224, 256, 320, 384, 448, 512, 640, 768, 832, 896, 1024, 1280, 1536,
        1680, 2048, 2112, 2560, 3072, 3264, 3584, 4096, 5040, 5952, 7280, 8192, 9360, 10912, 13104, 16384, 21840, 32768
    };
    static final int COUNT = BYTES.length;
    static final int LARGEST_BYTES = BYTES[COUNT - 1];
    private static final byte[] OF_GRANULES = new byte[LARGEST_BYTES / ObjectLayout.GRANULE + 1];
    /** Granules in a span and granules of a block are less than 2^12 each, so that the reciprocals divide exactly. */
    private static final int RECIPROCAL_BITS = 24;

    private static final int[] RECIPROCALS = new int[COUNT];

    static {
        for (int sizeClass = 0; sizeClass < COUNT; sizeClass++) {
            int granules = BYTES[sizeClass] / ObjectLayout.GRANULE;
            RECIPROCALS[sizeClass] = ((1 << RECIPROCAL_BITS) + granules - 1) / granules;
        }
        int sizeClass = 0;
        for (int granules = 0; granules < OF_GRANULES.length; granules++) {
            if (granules * ObjectLayout.GRANULE > BYTES[sizeClass]) {
                sizeClass++;
            }
            OF_GRANULES[granules] = (byte) sizeClass;
        }
        int bits = Geometry.BITMAP_BYTES / Long.BYTES * Integer.SIZE;
        if (blocksPerSpan(0) > bits) {
            throw new AssertionError("bitmap too small: blocks=" + blocksPerSpan(0) + ", bits=" + bits);
        }
    }

    private SizeClasses() {}

    static int of(long sizeBytes) {
        return OF_GRANULES[(int) ((sizeBytes + ObjectLayout.GRANULE - 1) / ObjectLayout.GRANULE)];
    }

    static int bytes(int sizeClass) {
        return BYTES[sizeClass];
    }

    /** Number of the block in which that byte of a span of this class lies, or would lie if the span were longer. */
    static int indexOf(int within, int sizeClass) {
        return (int) (((long) (within / ObjectLayout.GRANULE) * RECIPROCALS[sizeClass]) >>> RECIPROCAL_BITS);
    }

    static int blocksPerSpan(int sizeClass) {
        return Geometry.SPAN_BYTES / BYTES[sizeClass];
    }
}
