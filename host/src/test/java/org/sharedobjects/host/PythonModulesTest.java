// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PythonModulesTest {
    @Test
    void shouldPassTestsOfOneHeap() throws IOException, InterruptedException {
        List<String> modules = new ArrayList<>(PythonModules.all());
        for (List<String> others : List.of(
                PythonModules.OF_LIKENESS,
                PythonModules.OF_RELEASE,
                PythonModules.OF_SEVERAL_HEAPS,
                PythonModules.OF_PROCESSES)) {
            assertTrue(modules.removeAll(others));
        }
        PythonModules.pass(PythonModules.QUICKLY_COMPILED, "off", modules);
    }
}
