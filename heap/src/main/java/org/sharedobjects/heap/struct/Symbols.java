// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

/** Numbers of attribute names. */
public final class Symbols extends Names {
    Symbols(InternTable table) {
        super(table);
    }
}
