// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

@JCStressTest
@State
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "before")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "after")
public class TwoWordsOfAnObject {
    private final long ref = Words.zeros();

    @Actor
    public void writer() {
        Words.write(ref, 1, 1);
    }

    @Actor
    public void reader(JJ_Result seen) {
        Words.read(ref, (first, second) -> {
            seen.r1 = first;
            seen.r2 = second;
        });
    }
}
