// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.sharedobjects.heap.anomaly.WordHeap;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.txn.Mutator;

/** Each write raises the version of an object, and nobody sees an older one after a newer one. */
@JCStressTest
@State
@Outcome(id = "true, true, true", expect = ACCEPTABLE, desc = "upwards")
public class VersionsGoUp {
    private final long ref = Words.zeros();
    private final long start = LockWord.version(Words.lock(ref));

    @Actor
    public void writer(ZZZ_Result seen) {
        long before = Words.lock(ref);
        Words.write(ref, 1, 1);
        seen.r1 = inOrder(before, Words.lock(ref));
    }

    @Actor
    public void transaction(ZZZ_Result seen) {
        long before = Words.lock(ref);
        Mutator mutator = Words.mutator();
        WordHeap.atomically(mutator, () -> WordHeap.store(mutator, ref, 2));
        seen.r2 = inOrder(before, Words.lock(ref));
    }

    private static boolean inOrder(long before, long after) {
        return LockWord.isLocked(before)
                || LockWord.isLocked(after)
                || LockWord.version(before) < LockWord.version(after);
    }

    @Arbiter
    public void inTheEnd(ZZZ_Result seen) {
        seen.r3 = LockWord.version(Words.lock(ref)) >= start + 2;
    }
}
