// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import org.sharedobjects.heap.struct.DictLayout;

/** The copied body of a dict. */
final class DictBody {
    private final Body body;
    private final int indexSize;

    DictBody(Body body) {
        this.body = body;
        this.indexSize = DictLayout.indexSize(body.capacity());
    }

    /** Has the body room for its index and as many entries as that allows? Else nothing else may be asked. */
    boolean hasRoom() {
        return indexSize >= DictLayout.MIN_INDEX
                && indexSize + DictLayout.ENTRY_WORDS * limit() <= Math.min(body.capacity(), body.cells())
                && used() >= 0
                && used() <= limit();
    }

    int indexSize() {
        return indexSize;
    }

    int limit() {
        return DictLayout.entriesOfIndex(indexSize);
    }

    int used() {
        return DictLayout.used(body.size());
    }

    int alive() {
        return DictLayout.alive(body.size());
    }

    long indexWord(int slot) {
        return body.cell(slot);
    }

    long key(int entry) {
        return body.words()[DictLayout.keyWord(indexSize, entry)];
    }

    long value(int entry) {
        return body.words()[DictLayout.valueWord(indexSize, entry)];
    }
}
