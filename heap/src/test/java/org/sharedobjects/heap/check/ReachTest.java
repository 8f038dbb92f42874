// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.alloc.Blocks;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.read.ObjectReader;
import org.sharedobjects.heap.read.Problems;
import org.sharedobjects.heap.value.Cell;

class ReachTest {
    private final Sample sample = new Sample();
    private final Problems problems = new Problems();
    private final Blocks blocks = new Blocks(sample.memory, sample.geometry);
    private final ObjectReader reader = new ObjectReader(sample.memory, blocks, problems);
    private final Reach reach = new Reach(sample.memory, sample.geometry, blocks, reader, problems);

    @AfterEach
    void close() {
        sample.close();
    }

    private void moveBody(String name, long block) {
        sample.put(sample.at(name) + ObjectLayout.BODY, block);
    }

    @Test
    void shouldLetABodyPassToAnotherObjectWhoseFormerOwnerHasANewOne() {
        long block = sample.body("moved");
        reach.body(reader.read(sample.at("moved")));
        moveBody("moved", sample.at("moved") + ObjectLayout.INLINE_BODY);
        moveBody("list", block);
        reach.body(reader.read(sample.at("list")));
        assertEquals(0, problems.count());
        moveBody("moved", block);
        reach.body(reader.read(sample.at("moved")));
        assertEquals(1, problems.count());
    }

    @Test
    void shouldLetABodyBecomeAValueWhenItsOwnerHasANewOne() {
        long cell = Cell.ofImmutable(sample.body("moved"));
        reach.body(reader.read(sample.at("moved")));
        assertFalse(reach.cell(cell, 0, 0));
        moveBody("moved", sample.at("moved") + ObjectLayout.INLINE_BODY);
        assertTrue(reach.cell(cell, 0, 0));
    }
}
