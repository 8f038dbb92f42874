// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How long the calling thread was ready to run but had no core, which is nobody's fault but the machine's. */
final class Waiting {
    private static final Path ACCOUNT = Path.of("/proc/thread-self/schedstat");
    private static final int WAITED = 1;

    private final boolean known = Files.isReadable(ACCOUNT);
    private long before = total();

    /** Since the last call. */
    long nanos() {
        long now = total();
        long waited = now - before;
        before = now;
        return waited;
    }

    boolean isKnown() {
        return known;
    }

    private long total() {
        if (!known) {
            return 0;
        }
        try {
            return Long.parseLong(Files.readString(ACCOUNT).strip().split(" ", -1)[WAITED]);
        } catch (IOException e) {
            return 0;
        }
    }
}
