// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.linearizability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** Small atomic functions over two lists, and plain operations on either beside them. */
@Param(name = "side", gen = IntGen.class, conf = "0:1")
@Param(name = "index", gen = IntGen.class, conf = "0:2")
@Param(name = "value", gen = IntGen.class, conf = "1:4")
public abstract class AtomicOperations {
    private static final List<Object> START = List.of(1L, 2L);

    private final List<List<Object>> lists;

    AtomicOperations(List<Object> left, List<Object> right) {
        this.lists = List.of(left, right);
    }

    abstract <T> T atomically(Supplier<T> function);

    public static final class OfSharedLists extends AtomicOperations {
        public OfSharedLists() {
            super(Linearizability.list(START), Linearizability.list(START));
        }

        @Override
        <T> T atomically(Supplier<T> function) {
            return Linearizability.heap().atomically(function);
        }
    }

    public static final class OfArrayLists extends AtomicOperations {
        public OfArrayLists() {
            super(new ArrayList<>(START), new ArrayList<>(START));
        }

        @Override
        <T> T atomically(Supplier<T> function) {
            return function.get();
        }
    }

    private List<Object> at(int side) {
        return lists.get(side);
    }

    @Operation(params = {"side", "index", "value"})
    public Object transfer(int side, int index, int amount) {
        return atomically(() -> {
            long from = (Long) at(side).get(0);
            long to = (Long) at(1 - side).get(index);
            at(side).set(0, from - amount);
            at(1 - side).set(index, to + amount);
            return from;
        });
    }

    @Operation(params = "side")
    public boolean moveLast(int side) {
        return atomically(() -> {
            List<Object> from = at(side);
            return from.size() > 1 && at(1 - side).add(from.remove(from.size() - 1));
        });
    }

    @Operation(params = {"side", "index"})
    public Object addOne(int side, int index) {
        return atomically(() -> at(side).set(index, (Long) at(side).get(index) + 1));
    }

    @Operation
    public void swapFirst() {
        atomically(() -> at(0).set(0, at(1).set(0, at(0).get(0))));
    }

    @Operation(params = "side")
    public void copyFrom(int side) {
        atomically(() -> {
            at(1 - side).clear();
            return at(1 - side).addAll(at(side));
        });
    }

    @Operation
    public String both() {
        return atomically(() -> Arrays.toString(at(0).toArray()) + Arrays.toString(at(1).toArray()));
    }

    @Operation
    public int sizes() {
        return atomically(() -> at(0).size() + at(1).size());
    }

    @Operation(params = {"side", "index"})
    public Object get(int side, int index) {
        return at(side).get(index);
    }

    @Operation(params = {"side", "index", "value"})
    public Object set(int side, int index, int value) {
        return at(side).set(index, (long) value);
    }

    @Operation(params = {"side", "value"})
    public boolean add(int side, int value) {
        return at(side).add((long) value);
    }
}
