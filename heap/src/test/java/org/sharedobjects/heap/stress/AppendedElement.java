// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJ_Result;
import org.sharedobjects.heap.struct.Lists;
import org.sharedobjects.heap.value.Cell;

/** Who sees a list longer sees the element, by the paths that compiled code takes. */
@JCStressTest
@State
@Outcome(id = "0, -1", expect = ACCEPTABLE, desc = "before")
@Outcome(id = "0, 7", expect = ACCEPTABLE, desc = "between")
@Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "after")
public class AppendedElement {
    private static final int NOTHING = -1;

    private final long ref = Words.emptyList();

    @Actor
    public void writer() {
        if (!Lists.tryAppend(Words.mutator(), ref, Cell.ofInt(7))) {
            Lists.append(Words.mutator(), ref, Cell.ofInt(7));
        }
    }

    @Actor
    public void reader(IJ_Result seen) {
        int size = Lists.trySize(Words.mutator().memory(), ref);
        seen.r1 = size >= 0 ? size : Lists.size(Words.mutator(), ref);
        long cell = Lists.tryGet(Words.mutator().memory(), ref, 0);
        if (cell == Cell.MISS_SLOW) {
            cell = Lists.get(Words.mutator(), ref, 0);
        }
        seen.r2 = cell == Cell.OUT_OF_RANGE ? NOTHING : Cell.asInt(cell);
    }
}
