// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class PythonLikenessTest {
    @Test
    void shouldPassTestsThatCompareWithNativeObjects() throws IOException, InterruptedException {
        PythonModules.pass(PythonModules.QUICKLY_COMPILED, "off", PythonModules.OF_LIKENESS);
    }
}
