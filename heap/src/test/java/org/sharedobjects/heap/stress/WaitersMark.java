// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.sharedobjects.heap.layout.LockWord;

/** Who marks an object as waited for is either found by the write, or finds the write. */
@JCStressTest
@State
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "marked, then found by the write")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "written, then marked: the mark stays")
public class WaitersMark {
    private final long ref = Words.zeros();
    private final long start = LockWord.version(Words.lock(ref));
    private long marked;
    private long found;

    @Actor
    public void waiter() {
        marked = Words.markWaiter(ref);
    }

    @Actor
    public void writer() {
        found = Words.write(ref, 1, 1);
    }

    @Arbiter
    public void inTheEnd(ZZ_Result seen) {
        seen.r1 = LockWord.version(marked) == start;
        seen.r2 = LockWord.hasWaiters(seen.r1 ? found : Words.lock(ref));
    }
}
