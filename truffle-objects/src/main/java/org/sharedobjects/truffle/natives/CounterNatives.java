// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.natives;

import org.sharedobjects.truffle.nodes.CounterNodes;
import org.sharedobjects.truffle.nodes.CounterNodesFactory;

/** Shared counters; each function is one step. */
final class CounterNatives {
    private CounterNatives() {}

    static void add(NativeModule module) {
        module.add(
                        "counter_new",
                        1,
                        (interpreter, arguments) -> CounterNodes.create(interpreter.currentHeap(), arguments[0]))
                .add("counter_set", 2, (interpreter, arguments) -> CounterNodes.set(arguments[0], arguments[1]))
                .addNode(CounterNodesFactory.ValueFactory.getInstance());
    }
}
