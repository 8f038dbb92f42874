// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.release;

import static java.util.Objects.requireNonNull;

import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedList;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.struct.Lists;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;

/** Makes dicts of three entries and drops them again. */
abstract class DictWork implements Work {
    static final Size SIZE = Size.gib(1);
    private static final int BATCH = 10_000;
    /** Places in which dicts live until the next ones come. */
    private static final int PLACES = 100;

    final SharedHeap heap = SharedHeap.openPrivate(SIZE);
    final SharedList places;
    private long number;

    private DictWork(int others) {
        heap.root().put("others", Filling.lists(others));
        heap.root().put("places", Filling.numbers(PLACES));
        places = (SharedList) requireNonNull(heap.root().get("places"));
    }

    abstract void one(long number);

    @Override
    public int batch() {
        for (int i = 0; i < BATCH; i++) {
            one(number++);
        }
        return BATCH;
    }

    @Override
    public void close() {
        heap.close();
    }

    /** With the heap's own means, as a language that is built on it does. */
    static DictWork ofHeap(int others) {
        return new DictWork(others) {
            private final Mutator mutator = heap.mutator();
            private final Allocator allocator = heap.allocator();

            @Override
            void one(long number) {
                mutator.pass();
                long cell = Cell.ofRef(Dict3.create(allocator, number));
                if (!Lists.trySet(mutator, places.ref(), number % PLACES, cell)) {
                    Lists.set(mutator, places.ref(), number % PLACES, cell);
                }
            }
        };
    }

    /** Java maps are copied in; a cleared list lets go of all that were in it. */
    static DictWork ofApi(int others) {
        return new DictWork(others) {
            @Override
            void one(long number) {
                places.add(Dict3.of(number));
                if (number % PLACES == 0) {
                    places.clear();
                }
            }
        };
    }

    /** As {@link #ofApi}, but each takes the place of another, of which Java gets a view. */
    static DictWork ofReplacing(int others) {
        return new DictWork(others) {
            @Override
            void one(long number) {
                places.set((int) (number % PLACES), Dict3.of(number));
            }
        };
    }
}
