// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.value;

/** Hash of a mutable object inside a key, as the guest language defines it. */
@FunctionalInterface
public interface RefHash {
    long hash(long refCell);
}
