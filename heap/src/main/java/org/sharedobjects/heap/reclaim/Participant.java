// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

/** What a process does to let a collector go on, be it its own or another's. By the thread of its collector. */
public interface Participant {
    /** Ends the handles of some views that are gone; false when there are no more of those. */
    boolean dropDead();

    /** Passes into that era for threads that are outside of operations. */
    void pass(long era);

    /** A number that changes when something is done with the heap; but reads of values that are known may leave it as it is. */
    long activity();

    /** Whether something is being done at this moment that was begun a while ago. */
    boolean isBusy();
}
