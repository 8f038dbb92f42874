// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.sharedobjects.heap.anomaly.WordHeap;
import org.sharedobjects.heap.txn.Mutator;

@JCStressTest
@State
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "before")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "after")
public class TransactionOverTwoObjects {
    private final long one = Words.zeros();
    private final long two = Words.zeros();

    @Actor
    public void writer() {
        Mutator mutator = Words.mutator();
        WordHeap.atomically(mutator, () -> {
            WordHeap.store(mutator, one, 1);
            WordHeap.store(mutator, two, 1);
        });
    }

    @Actor
    public void reader(JJ_Result seen) {
        Mutator mutator = Words.mutator();
        WordHeap.atomically(mutator, () -> {
            seen.r1 = WordHeap.load(mutator, one);
            seen.r2 = WordHeap.load(mutator, two);
        });
    }
}
