// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.reclaim.CollectionReport;

class ReleaseTest {

    private static final int SIZE = 1_000_000;

    @Test
    void shouldReleaseWhatIdleInterpretersHaveDroppedAndNothingElse() {
        try (SharedHeap heap = SharedHeap.openPrivate(Size.mib(64));
                PythonHost host =
                        PythonHost.builder().heap(heap).interpreters(2).build()) {
            eval(host, 0, "import shared_objects as so; held = so.list([b'h' * " + SIZE + "])");
            eval(host, 1, "import shared_objects as so; so.root['dropped'] = b'd' * " + SIZE);
            heap.root().remove("dropped");
            CollectionReport report = heap.collect();
            assertFalse(report.wasGivenUp());
            assertTrue(report.reachedBytes() >= SIZE && report.reachedBytes() < 2 * SIZE, report::toString);
            assertEquals(SIZE, eval(host, 0, "len(held[0])").asInt());
        }
    }

    @Test
    void shouldCloseInterpretersWhileSomebodyCollects() {
        try (SharedHeap heap = SharedHeap.openPrivate(Size.mib(64))) {
            for (int i = 0; i < 3; i++) {
                PythonHost host =
                        PythonHost.builder().heap(heap).interpreters(1).build();
                eval(host, 0, "import shared_objects as so; so.root['x'] = [1]");
                var cycle = heap.requestCollection();
                host.close();
                cycle.join();
            }
            assertFalse(heap.collect().wasGivenUp());
        }
    }

    private static org.graalvm.polyglot.Value eval(PythonHost host, int interpreter, String code) {
        return host.interpreter(interpreter).eval(code);
    }
}
