// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.memory.HeapFolder;
import org.sharedobjects.heap.report.AccessPath;
import org.sharedobjects.heap.report.Census;
import org.sharedobjects.host.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pso heap stat}: what is in a heap, and who uses it. */
@Command(
        name = "stat",
        description = {
            "Tells how much of a heap is in use, by what and by whom, and who keeps memory from being released.",
            "Others may use the heap meanwhile: the figures are of about one moment."
        },
        mixinStandardHelpOptions = true)
final class HeapStat implements Callable<Integer> {

    @Parameters(paramLabel = "NAME|PATH")
    String name = "";

    @Option(names = "--by-class", description = "counts the instances of each class apart")
    boolean byClass;

    @Option(names = "--paths", paramLabel = "CLASS", description = "prints where objects of a class are instead")
    @Nullable
    String className;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "most paths that are printed; by default ${DEFAULT-VALUE}",
            defaultValue = "10")
    int limit;

    @Option(names = "--json", description = "as JSON; sizes in bytes, times in seconds")
    boolean json;

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new UsageException("--limit must be at least 1: " + limit);
        }
        try (SharedHeap heap =
                SharedHeap.builder().file(HeapFolder.resolve(name)).open()) {
            return className == null ? figures(heap) : paths(heap, className);
        }
    }

    private int figures(SharedHeap heap) {
        Census census = heap.census();
        StatText text = new StatText(heap.statistics(), byClass ? census.classes() : census.kinds());
        System.out.print(json ? text.json() : text.table());
        return 0;
    }

    private int paths(SharedHeap heap, String wanted) {
        List<String> paths =
                heap.pathsToClass(wanted, limit).stream().map(AccessPath::text).toList();
        if (json) {
            System.out.println(Json.of(paths));
        } else if (paths.isEmpty()) {
            System.err.println("pso: no object of this class is reached: class=" + wanted);
        } else {
            paths.forEach(System.out::println);
        }
        return paths.isEmpty() ? 1 : 0;
    }
}
