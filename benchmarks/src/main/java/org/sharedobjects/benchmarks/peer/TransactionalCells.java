// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.peer;

/** Cells of a peer that can change or read several of them in one step. */
public interface TransactionalCells extends Cells {
    /** Sum of the first cells, as they were at one moment. */
    long sum(int count);

    /** The cells are two different ones. */
    void transfer(int from, int to, long amount);

    /** As {@link #increment}, the way a larger change is made. */
    void incrementInTransaction(int index);
}
