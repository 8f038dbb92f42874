// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.report;

/**
 * A process that has the heap open; one that has it open several times is there several times.
 *
 * @param pid its number in the system, 0 when it has not said yet
 * @param self whether that is the opened heap that was asked
 * @param threads slots it has taken: one for each thread that changes the heap, and some for itself
 * @param handles objects and values that it keeps from being released: those in variables, and texts it knows as keys
 */
public record ProcessStatistics(long pid, boolean self, int threads, long handles) {}
