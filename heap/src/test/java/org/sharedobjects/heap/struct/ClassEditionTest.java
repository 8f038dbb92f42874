// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.Size;

class ClassEditionTest extends HeapTest {
    @Test
    void shouldBeSeenThroughAnotherMappingOfTheFile(@TempDir Path folder) {
        Path file = folder.resolve("heap");
        try (SharedHeap here = SharedHeap.builder()
                        .file(file)
                        .size(Size.mib(16))
                        .createIfMissing()
                        .open();
                SharedHeap there = SharedHeap.builder().file(file).open()) {
            long seen = ClassEdition.get(there.memory());
            assertFalse(ClassEdition.isOld(there.memory(), seen));
            ClassEdition.raise(here.memory());
            assertTrue(ClassEdition.isOld(there.memory(), seen));
            assertFalse(ClassEdition.isOld(there.memory(), ClassEdition.get(there.memory())));
        }
    }

    @Test
    void shouldCountEachOfManyRaises() throws Exception {
        long before = ClassEdition.get(heap.memory());
        inThreads(4, () -> {
            for (int i = 0; i < 1000; i++) {
                ClassEdition.raise(heap.memory());
            }
            return null;
        });
        assertEquals(before + 4000, ClassEdition.get(heap.memory()));
    }
}
