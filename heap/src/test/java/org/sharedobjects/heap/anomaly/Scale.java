// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.anomaly;

/** How long the stress tests run: {@code -Dpso.long=true} runs each thirty times as long. */
final class Scale {
    private static final boolean LONG = Boolean.getBoolean("pso.long");
    private static final int FACTOR = LONG ? 30 : 1;

    private Scale() {}

    static int rounds(int usual) {
        return usual * FACTOR;
    }
}
