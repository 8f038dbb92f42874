// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

/**
 * What a cycle of the collector has found and done.
 *
 * @param reachedBlocks blocks that were reached
 * @param reachedBytes bytes of those
 * @param releasedBlocks blocks that were given back
 * @param releasedBytes bytes of those
 */
public record CollectionReport(long reachedBlocks, long reachedBytes, long releasedBlocks, long releasedBytes) {
    /** A cycle that was given up: somebody was in an operation or transaction for too long. */
    public static final CollectionReport NONE = new CollectionReport(-1, -1, 0, 0);

    public boolean wasGivenUp() {
        return reachedBlocks < 0;
    }
}
