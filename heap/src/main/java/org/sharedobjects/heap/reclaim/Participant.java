// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

/** What a process does to let a collector go on, be it its own or another's. */
public interface Participant {
    /** Ends the handles of views that are gone. */
    void dropDead();

    /** Passes into that era for threads that are outside of operations. */
    void pass(long era);
}
