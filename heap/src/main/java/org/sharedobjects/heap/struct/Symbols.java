// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

/** Numbers of attribute names, of those that shapes speak of. */
public final class Symbols extends Names {
    Symbols(InternTable table) {
        super(table, Shapes.MAX_SHAPES);
    }
}
