// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class MeetingTest {

    private static final long SHORT = 1_000_000;

    @Test
    void shouldMeetAgainAndAgain() throws InterruptedException, ExecutionException {
        Meeting meeting = new Meeting(2);
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            for (int i = 0; i < 100; i++) {
                var there = other.submit(() -> meeting.await(-1));
                assertTrue(meeting.await(-1));
                assertTrue(there.get());
            }
        }
    }

    @Test
    void shouldNotCountWhoGaveUp() throws InterruptedException {
        Meeting meeting = new Meeting(2);
        assertFalse(meeting.await(SHORT));
        assertFalse(meeting.await(SHORT));
    }
}
