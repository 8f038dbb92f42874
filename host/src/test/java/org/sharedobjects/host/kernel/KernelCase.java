// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedHeapBuilder;
import org.sharedobjects.host.interpreter.Contexts;
import org.sharedobjects.host.javascript.JavascriptOptions;

/** One kernel of this process, as a page sees it. The cells of a test use names of their own. */
@SuppressWarnings("NullAway.Init")
abstract class KernelCase {

    private static final Path PACKAGES =
            Path.of("../python-stubs/src/main/python").toAbsolutePath();

    @TempDir
    static Path folder;

    static Page page;
    static Kernel kernel;
    /** What the kernel says of itself before Python is there. */
    static Map<String, @Nullable Object> early;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        page = new Page();
        kernel = new Kernel(page.file(), "1", "a banner");
        page.connect();
        early = page.ask("shell", "kernel_info_request", Map.of());
        kernel.start(contexts(), KernelCase::open, null);
    }

    @AfterAll
    static void end() {
        kernel.close();
        page.close();
    }

    static Contexts contexts() {
        Map<String, String> options = new HashMap<>(JavascriptOptions.ALL);
        options.put("python.PythonPath", PACKAGES.toString());
        options.put("python.PosixModuleBackend", "native");
        return new Contexts(options, builder -> builder.allowAllAccess(true));
    }

    static SharedHeap open(@Nullable String name, @Nullable String size) {
        if ("too-large".equals(size)) {
            throw new OutOfMemoryError("Java heap space");
        }
        SharedHeapBuilder builder = SharedHeap.builder();
        return name == null
                ? builder.open()
                : builder.file(folder.resolve(name)).createIfMissing().open();
    }

    static String error(Page.Run run) {
        assertEquals("error", run.status());
        Map<String, @Nullable Object> error = run.only("error");
        assertEquals(error.get("ename"), run.reply().get("ename"));
        return String.valueOf(error.get("traceback"));
    }
}
