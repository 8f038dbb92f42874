// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

/** Numbers of classes, by their keys. What a class is, the guest language keeps elsewhere. */
public final class Classes extends Names {
    Classes(InternTable table) {
        super(table, Shapes.MAX_CLASSES);
    }
}
