// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.report;

/**
 * A process that keeps memory from being released.
 *
 * @param pid its number in the system
 * @param self whether that is the opened heap that was asked
 * @param threads how many of its threads are in an operation; 0 when the process as a whole stands still
 */
public record Delay(long pid, boolean self, int threads) {
    public boolean isStopped() {
        return threads == 0;
    }

    /** Who it is and why, in a few words. */
    public String description() {
        String process = "process " + pid + (self ? " (this one)" : "");
        if (isStopped()) {
            return process + " stands still";
        }
        return process + (threads == 1 ? ": a thread is" : ": " + threads + " threads are") + " in an operation";
    }
}
