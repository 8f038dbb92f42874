// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import org.sharedobjects.heap.read.Body;
import org.sharedobjects.heap.read.ObjectReader;
import org.sharedobjects.heap.read.Problems;
import org.sharedobjects.heap.struct.Kind;
import org.sharedobjects.heap.value.Cell;

/** Instances: their shape, and a cell for each of its attributes. */
final class RecordCheck {
    private final ObjectReader reader;
    private final Reach reach;
    private final Problems problems;
    private final TypeTables types;

    RecordCheck(ObjectReader reader, Reach reach, Problems problems, TypeTables types) {
        this.reader = reader;
        this.reach = reach;
        this.problems = problems;
        this.types = types;
    }

    void run(Body body) {
        int attributes = types.attributes(body.shape());
        if (attributes < 0) {
            problems.add("shape of an instance is not registered: object=%d, shape=%d", body.ref(), body.shape());
            return;
        }
        boolean dictMode = types.isDictMode(body.shape());
        int count = dictMode ? 1 : attributes;
        if (count > body.capacity() || count != body.size()) {
            problems.add(
                    "instance has another size than its shape: object=%d, shape=%d, attributes=%d, size=%d, capacity=%d",
                    body.ref(), body.shape(), count, body.size(), body.capacity());
            return;
        }
        if (dictMode) {
            dict(body);
            return;
        }
        for (int i = 0; i < count; i++) {
            if (body.cell(i) != Cell.EMPTY) {
                reach.cell(body.cell(i), body.ref(), i);
            }
        }
    }

    private void dict(Body body) {
        long cell = body.cell(0);
        boolean sound = Cell.isRef(cell) && reach.cell(cell, body.ref(), 0);
        int kind = sound ? reader.kind(Cell.offset(cell)) : 0;
        if (!Cell.isRef(cell) || (kind != 0 && kind != Kind.DICT)) {
            problems.add("instance without its dict: object=%d, cell=%#x", body.ref(), cell);
        }
    }
}
