// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes pso known to Jupyter. */
@Command(
        name = "install",
        description = {
            "Makes pso known to Jupyter as a kernel, and prints where that is written.",
            "Its kernels start this pso, from where it lies now."
        },
        mixinStandardHelpOptions = true)
final class NotebookInstall implements Callable<Integer> {

    @ArgGroup
    Place place = new Place();

    @Option(names = "--heap", paramLabel = "NAME|PATH", description = "the heap of its notebooks, which share it")
    @Nullable
    String heap;

    @Option(names = "--name", paramLabel = "NAME", description = "the kernel's name (default: ${DEFAULT-VALUE})")
    String name = KernelSpec.NAME;

    @Option(names = "--display-name", paramLabel = "TEXT", description = "what users see (default: ${DEFAULT-VALUE})")
    String displayName = KernelSpec.DISPLAY_NAME;

    /** Where to write. */
    static final class Place {
        @Option(names = "--user", description = "for this user (default)")
        boolean user;

        @Option(names = "--prefix", paramLabel = "DIR", description = "for the Jupyter installed in DIR")
        @Nullable
        Path prefix;

        @Option(names = "--sys-prefix", description = "for the active virtual environment")
        boolean sysPrefix;
    }

    @Override
    public Integer call() throws IOException {
        if (!name.matches("[A-Za-z0-9._-]+")) {
            throw new UsageException("a kernel's name has letters, digits, '.', '_' and '-' only: name=" + name);
        }
        Path written = new KernelSpec(name, displayName, heap).write(data().resolve("kernels"));
        System.out.println("installed: " + written.getParent());
        return 0;
    }

    private Path data() {
        Map<String, String> variables = System.getenv();
        if (place.prefix != null) {
            return place.prefix.toAbsolutePath().resolve("share").resolve("jupyter");
        }
        if (place.sysPrefix) {
            return Stream.of("VIRTUAL_ENV", "CONDA_PREFIX")
                    .map(variables::get)
                    .filter(value -> value != null && !value.isEmpty())
                    .findFirst()
                    .map(value -> Path.of(value, "share", "jupyter"))
                    .orElseThrow(() -> new UsageException("--sys-prefix: no virtual environment is active"));
        }
        return ofUser(variables);
    }

    private static Path ofUser(Map<String, String> variables) {
        String own = variables.getOrDefault("JUPYTER_DATA_DIR", "");
        if (!own.isEmpty()) {
            return Path.of(own);
        }
        Path home = Path.of(System.getProperty("user.home"));
        if (System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac")) {
            return home.resolve("Library").resolve("Jupyter");
        }
        String data = variables.getOrDefault("XDG_DATA_HOME", "");
        return (data.isEmpty() ? home.resolve(".local").resolve("share") : Path.of(data)).resolve("jupyter");
    }
}
