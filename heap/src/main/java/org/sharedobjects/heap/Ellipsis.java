// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

/** Python's {@code ...}. */
public enum Ellipsis {
    ELLIPSIS
}
