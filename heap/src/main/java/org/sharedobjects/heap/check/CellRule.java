// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

/** What the cells of a list inside must be, beyond values. */
@FunctionalInterface
interface CellRule {
    CellRule ANY = (cell, last) -> true;

    /**
     * Whether the cell may be there.
     *
     * @param last whether it is the last one of all
     */
    boolean accepts(long cell, boolean last);
}
