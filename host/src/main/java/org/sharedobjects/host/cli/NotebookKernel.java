// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedHeapBuilder;
import org.sharedobjects.heap.Size;
import org.sharedobjects.host.interpreter.Contexts;
import org.sharedobjects.host.javascript.JavascriptOptions;
import org.sharedobjects.host.kernel.ConnectionFile;
import org.sharedobjects.host.kernel.Kernel;
import org.sharedobjects.host.signals.InterruptSignal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What Jupyter starts. */
@Command(name = "kernel", description = "Serves one notebook; Jupyter starts it.", mixinStandardHelpOptions = true)
final class NotebookKernel implements Callable<Integer> {

    /** Whoever started the kernel, as Jupyter tells. */
    private static final String PARENT = "JPY_PARENT_PID";

    private static final int FAILED = 1;

    @Option(names = "-f", required = true, paramLabel = "FILE", description = "says where to listen")
    Path file = Path.of("");

    @Option(names = "--heap", paramLabel = "NAME|PATH", description = "the notebook's heap (default: a private one)")
    @Nullable
    String heap;

    @Option(names = "--jit", paramLabel = "on|off", hidden = true)
    String jit = "on";

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Kernel kernel = new Kernel(ConnectionFile.read(file), Version.number(), Version.text())) {
            InterruptSignal.install(true, _ -> {
                kernel.interrupt();
                return true;
            });
            endWithParent(kernel);
            Contexts.preload();
            kernel.start(contexts(), NotebookKernel::open, heap);
            return kernel.awaitShutdown() ? 0 : FAILED;
        }
    }

    private static Contexts contexts() {
        Map<String, String> options = new HashMap<>(PythonEnvironment.graalPyOptions(
                new RunOptions(), System.getenv(), Installation.packages(), Installation.executable()));
        options.putAll(JavascriptOptions.ALL);
        return new Contexts(options, builder -> builder.allowAllAccess(true));
    }

    private static SharedHeap open(@Nullable String name, @Nullable String size) {
        SharedHeapBuilder builder = SharedHeap.builder();
        if (name != null) {
            builder.name(name).createIfMissing();
        }
        if (size != null) {
            builder.size(Size.parse(size));
        }
        return builder.open();
    }

    /** A kernel that nobody can ask for its end any more ends by itself. */
    private static void endWithParent(Kernel kernel) {
        String parent = System.getenv(PARENT);
        if (parent != null && parent.matches("[0-9]{1,10}")) {
            ProcessHandle.of(Long.parseLong(parent))
                    .ifPresentOrElse(
                            process -> {
                                var _ = process.onExit().thenRun(kernel::requestShutdown);
                            },
                            kernel::requestShutdown);
        }
    }
}
