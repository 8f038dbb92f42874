// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import java.util.Map;

/** Standard streams of programs whose {@code pso} starts a process of its own. */
class ColdStandardStreamsTest extends StandardStreamsContract {

    @Override
    Map<String, String> environment() {
        return Map.of();
    }
}
