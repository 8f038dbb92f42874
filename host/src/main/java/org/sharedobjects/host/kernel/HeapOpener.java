// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.SharedHeap;

/** Opens the heap a notebook asks for, which may be new. */
@FunctionalInterface
public interface HeapOpener {
    /**
     * Opens it.
     *
     * @param name null for a private heap
     * @param size as {@code 1g}; null for the usual one
     * @throws RuntimeException that says in one line why not
     */
    SharedHeap open(@Nullable String name, @Nullable String size);
}
