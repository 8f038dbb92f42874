// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.alloc;

import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.ObjectLayout;

/** The sizes small blocks come in. Steps are at most a quarter; the largest ones fill their span evenly, and so does
 * that of chunks of lists. */
final class SizeClasses {
    private static final int[] BYTES = {
        32, 48, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 640, 768, 896, 1024, 1280, 1536, 1792,
        2048, 2112, 2560, 3072, 3584, 4096, 5040, 5952, 7280, 8192, 9360, 10912, 13104, 16384, 21840, 32768
    };
    static final int COUNT = BYTES.length;
    static final int LARGEST_BYTES = BYTES[COUNT - 1];
    private static final byte[] OF_GRANULES = new byte[LARGEST_BYTES / ObjectLayout.GRANULE + 1];

    static {
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

    static int blocksPerSpan(int sizeClass) {
        return Geometry.SPAN_BYTES / BYTES[sizeClass];
    }
}
