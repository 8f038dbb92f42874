// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;

/** Who finds a reference to a new object finds its content. */
@JCStressTest
@State
@Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "no object yet")
@Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "an object, whole")
public class PublishedObject {
    private final long container = Words.emptied();
    /** Differs from that of the state before, whose memory the object has. */
    private final long value = container ^ System.nanoTime();

    @Actor
    public void publisher() {
        Words.write(container, Words.create(value, ~value), 0);
    }

    @Actor
    public void reader(JJJ_Result seen) {
        long object = Words.readFirst(container);
        if (object != 0) {
            seen.r1 = 1;
            Words.read(object, (first, second) -> {
                seen.r2 = first ^ value;
                seen.r3 = second ^ ~value;
            });
        }
    }
}
