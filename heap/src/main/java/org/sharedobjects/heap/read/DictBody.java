// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.read;

import org.sharedobjects.heap.struct.DictLayout;

/** The copied body of a dict. */
public final class DictBody {
    private final Body body;
    private final int indexSize;

    public DictBody(Body body) {
        this.body = body;
        this.indexSize = DictLayout.indexSize(body.capacity());
    }

    /** Has the body room for its index and as many entries as that allows? Else nothing else may be asked. */
    public boolean hasRoom() {
        return indexSize >= DictLayout.MIN_INDEX
                && indexSize + DictLayout.ENTRY_WORDS * limit() <= Math.min(body.capacity(), body.cells())
                && used() >= 0
                && used() <= limit();
    }

    public int indexSize() {
        return indexSize;
    }

    public int limit() {
        return DictLayout.entriesOfIndex(indexSize);
    }

    public int used() {
        return DictLayout.used(body.size());
    }

    public int alive() {
        return DictLayout.alive(body.size());
    }

    public long indexWord(int slot) {
        return body.cell(slot);
    }

    public long key(int entry) {
        return body.words()[DictLayout.keyWord(indexSize, entry)];
    }

    public long value(int entry) {
        return body.words()[DictLayout.valueWord(indexSize, entry)];
    }
}
