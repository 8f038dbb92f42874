// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.read;

import org.sharedobjects.heap.struct.DictIndex;
import org.sharedobjects.heap.struct.DictLayout;

/** The copied body of a dict. */
public final class DictBody {
    private final Body body;
    private final DictIndex index;

    public DictBody(Body body) {
        this.body = body;
        this.index = DictIndex.of(body.header());
    }

    /** Has the body room for its index and as many entries as that allows? Else nothing else may be asked. */
    public boolean hasRoom() {
        return index.size() > 0
                && index.capacity() <= Math.min(body.capacity(), body.cells())
                && used() >= 0
                && used() <= index.limit();
    }

    public DictIndex index() {
        return index;
    }

    public int used() {
        return DictLayout.used(body.size());
    }

    public int alive() {
        return DictLayout.alive(body.size());
    }

    /** What stands at a place of the index. */
    public long at(int place) {
        return index.at(body.words()[index.wordOf(place)], place);
    }

    public long key(int entry) {
        return body.words()[index.keyWord(entry)];
    }

    public long value(int entry) {
        return body.words()[index.valueWord(entry)];
    }
}
