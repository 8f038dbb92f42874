// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.samples;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedMap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.host.PythonException;
import org.sharedobjects.host.PythonHost;

/** A shop whose stock lies in a shared heap: Java fills it, four Python interpreters sell from it at once. */
public final class Shop {
    private Shop() {}

    /**
     * Sells tea with four interpreters until none is left.
     *
     * @param arguments the path of {@code rules.py}
     */
    public static void main(String[] arguments) {
        try (var heap = SharedHeap.openPrivate(Size.mib(64));
                var host = PythonHost.builder().heap(heap).interpreters(4).build()) {
            heap.root().put("prices", Map.of("tea", 450));
            heap.root().put("stock", Map.of("tea", 100));
            host.run(Path.of(arguments[0]), List.of());

            var sales = IntStream.range(0, 10)
                    .mapToObj(n -> host.submit("rules.sell('tea', 10)"))
                    .toList();
            long income = sales.stream().mapToLong(sale -> (Long) sale.join()).sum();

            System.out.println("income: " + income);
            System.out.println("tea left: " + ((SharedMap) heap.root().get("stock")).get("tea"));
            System.out.println("one more: " + sellOneMore(host));
        }
    }

    private static @Nullable Object sellOneMore(PythonHost host) {
        try {
            return host.eval("rules.sell('tea', 1)");
        } catch (PythonException e) {
            return e.getMessage();
        }
    }
}
