// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.memory;

import java.nio.file.Path;

/** Where named heaps live: {@code $PSO_HEAP_DIR}, else a folder of the user in shared memory, mode 0700. */
@SuppressWarnings("DoNotCallSuggester")
public final class HeapFolder {
    private HeapFolder() {}

    /** The file of a heap. A name with a slash is a path. */
    public static Path resolve(String nameOrPath) {
        throw new UnsupportedOperationException();
    }
}
