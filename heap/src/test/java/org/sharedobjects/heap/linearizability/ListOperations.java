// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.linearizability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** What is asked of a list, be it shared or an ordinary one. */
@Param(name = "index", gen = IntGen.class, conf = "0:3")
@Param(name = "value", gen = IntGen.class, conf = "1:4")
public abstract class ListOperations {
    static final List<Object> START = List.of(2L, 1L, 2L);

    private final List<Object> list;

    ListOperations(List<Object> list) {
        this.list = list;
    }

    public static final class OfSharedList extends ListOperations {
        public OfSharedList() {
            super(Linearizability.list(START));
        }
    }

    public static final class OfArrayList extends ListOperations {
        public OfArrayList() {
            super(new ArrayList<>(START));
        }
    }

    @Operation
    public int size() {
        return list.size();
    }

    @Operation(params = "index")
    public Object get(int index) {
        return list.get(index);
    }

    @Operation(params = {"index", "value"})
    public Object set(int index, int value) {
        return list.set(index, (long) value);
    }

    @Operation(params = "value")
    public boolean add(int value) {
        return list.add((long) value);
    }

    @Operation(params = {"index", "value"})
    public void addAt(int index, int value) {
        list.add(index, (long) value);
    }

    @Operation(params = "index")
    public Object removeAt(int index) {
        return list.remove(index);
    }

    @Operation(params = "value")
    public boolean remove(int value) {
        return list.remove((Object) (long) value);
    }

    @Operation(params = {"value", "value"})
    public boolean addAll(int first, int second) {
        return list.addAll(List.of((long) first, (long) second));
    }

    @Operation(params = {"index", "value", "value"})
    public boolean addAllAt(int index, int first, int second) {
        return list.addAll(index, List.of((long) first, (long) second));
    }

    @Operation(params = "value")
    public boolean contains(int value) {
        return list.contains((long) value);
    }

    @Operation(params = "value")
    public int indexOf(int value) {
        return list.indexOf((long) value);
    }

    @Operation(params = "value")
    public int lastIndexOf(int value) {
        return list.lastIndexOf((long) value);
    }

    @Operation(params = "value")
    public boolean removeIfGreater(int value) {
        return list.removeIf(element -> (Long) element > value);
    }

    @Operation(params = "value")
    public boolean removeAll(int value) {
        return list.removeAll(List.of((long) value));
    }

    @Operation(params = "value")
    public boolean retainAll(int value) {
        return list.retainAll(List.of((long) value));
    }

    @Operation(params = "value")
    public void multiplyAll(int value) {
        list.replaceAll(element -> (Long) element * value);
    }

    @Operation
    public void sort() {
        list.sort(Comparator.comparing(Objects::toString));
    }

    @Operation
    public void clear() {
        list.clear();
    }

    @Operation
    public String elements() {
        return Arrays.toString(list.toArray());
    }
}
