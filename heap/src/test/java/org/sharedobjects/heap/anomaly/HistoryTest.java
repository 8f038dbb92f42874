// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sharedobjects.heap.anomaly.Operation.Access.read;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.anomaly.Operation.Access;

/** The judge itself can tell right from wrong. */
class HistoryTest {
    private static final int X = 0;
    private static final int Y = 1;

    @Test
    void shouldAcceptOperationsThatOverlapInTimeInAnyOrder() {
        assertEquals(
                Optional.empty(),
                History.violation(List.of(
                        Operation.of(0, 10, write(X, 0, 1)),
                        Operation.of(0, 10, read(X, 0)),
                        Operation.of(0, 10, read(X, 1), write(Y, 0, 2)))));
    }

    @Test
    void shouldRejectALostUpdate() {
        assertRejected("lost update", Operation.of(0, 10, write(X, 0, 1)), Operation.of(0, 10, write(X, 0, 2)));
    }

    @Test
    void shouldRejectADirtyRead() {
        assertRejected("nobody committed", Operation.of(0, 10, read(X, 9)));
    }

    @Test
    void shouldRejectReadSkew() {
        assertRejected(
                "no order",
                Operation.of(0, 10, write(X, 0, 1), write(Y, 0, 2)),
                Operation.of(0, 10, read(X, 0), read(Y, 2)));
    }

    @Test
    void shouldRejectWriteSkew() {
        assertRejected(
                "no order",
                Operation.of(0, 10, read(X, 0), write(Y, 0, 1)),
                Operation.of(0, 10, read(Y, 0), write(X, 0, 2)));
    }

    @Test
    void shouldRejectALongFork() {
        assertRejected(
                "no order",
                Operation.of(0, 10, write(X, 0, 1)),
                Operation.of(0, 10, write(Y, 0, 2)),
                Operation.of(0, 10, read(X, 1), read(Y, 0)),
                Operation.of(0, 10, read(X, 0), read(Y, 2)));
    }

    @Test
    void shouldRejectAReadOfWhatWasReplacedBeforeItBegan() {
        assertRejected("no order", Operation.of(0, 1, write(X, 0, 1)), Operation.of(2, 3, read(X, 0)));
    }

    @Test
    void shouldRejectAReadThatGoesBackBehindAnotherThreadsRead() {
        assertRejected(
                "no order",
                Operation.of(0, 10, write(X, 0, 1)),
                Operation.of(1, 2, read(X, 1)),
                Operation.of(3, 4, read(X, 0)));
    }

    private static Access write(int object, long found, long left) {
        return new Access(object, found, left);
    }

    private static void assertRejected(String why, Operation... operations) {
        String violation = History.violation(List.of(operations)).orElse("accepted");
        assertTrue(violation.contains(why), violation);
    }
}
