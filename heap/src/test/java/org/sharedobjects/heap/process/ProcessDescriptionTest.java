// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.process;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.layout.ProcessLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;

class ProcessDescriptionTest {
    private final Segment segment = Segment.createPrivate(1L << 20, made -> {});
    private final Memory memory = segment.memory();
    private final long entry = segment.geometry().process(3);

    @BeforeEach
    void describe() {
        ProcessDescription.write(memory, entry, 7);
    }

    @AfterEach
    void close() {
        segment.close();
    }

    private boolean mayLive() {
        return ProcessDescription.mayLive(memory, entry, 7);
    }

    @Test
    void shouldRecognizeTheProcessItDescribes() {
        assertTrue(mayLive());
    }

    @Test
    void shouldNotTakeTheDescriptionOfAnEarlierProcessForThis() {
        memory.putPlain(entry + ProcessLayout.PID, Integer.MAX_VALUE);
        assertTrue(ProcessDescription.mayLive(memory, entry, 8));
        assertFalse(mayLive());
    }

    @Test
    void shouldRecognizeALaterProcessWithTheSameNumber() {
        long start = memory.getPlain(entry + ProcessLayout.START_TIME);
        memory.putPlain(entry + ProcessLayout.START_TIME, start - 60_000);
        assertFalse(mayLive());
        memory.putPlain(entry + ProcessLayout.START_TIME, 0);
        assertTrue(mayLive());
    }

    @Test
    void shouldTakeNonsenseForTheDead() {
        for (long pid : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            memory.putPlain(entry + ProcessLayout.PID, pid);
            assertFalse(mayLive());
        }
    }
}
