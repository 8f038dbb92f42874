// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.linearizability;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** What is asked of a set, be it shared or an ordinary one. Half of the elements lie in blocks of their own. */
@Param(name = "element", gen = IntGen.class, conf = "0:3")
public abstract class SetOperations {
    private final Set<Object> set;

    SetOperations(Set<Object> set) {
        this.set = set;
        set.add(element(0));
        set.add(element(1));
    }

    public static final class OfSharedSet extends SetOperations {
        public OfSharedSet() {
            super(emptySet());
        }

        @SuppressWarnings("unchecked")
        private static Set<Object> emptySet() {
            var heap = Linearizability.heap();
            return (Set<Object>) Objects.requireNonNull(heap.toJava(heap.copyIn(Set.of())));
        }
    }

    public static final class OfLinkedHashSet extends SetOperations {
        public OfLinkedHashSet() {
            super(new LinkedHashSet<>());
        }
    }

    private static Object element(int number) {
        return number % 2 == 0 ? "e" + number : "an element of some length " + number;
    }

    @Operation
    public int size() {
        return set.size();
    }

    @Operation(params = "element")
    public boolean contains(int number) {
        return set.contains(element(number));
    }

    @Operation(params = "element")
    public boolean add(int number) {
        return set.add(element(number));
    }

    @Operation(params = "element")
    public boolean remove(int number) {
        return set.remove(element(number));
    }

    @Operation(params = {"element", "element"})
    public boolean addAll(int first, int second) {
        return set.addAll(List.of(element(first), element(second)));
    }

    @Operation(params = {"element", "element"})
    public boolean containsAll(int first, int second) {
        return set.containsAll(List.of(element(first), element(second)));
    }

    @Operation(params = {"element", "element"})
    public boolean removeAll(int first, int second) {
        return set.removeAll(List.of(element(first), element(second)));
    }

    @Operation(params = {"element", "element"})
    public boolean retainAll(int first, int second) {
        return set.retainAll(List.of(element(first), element(second)));
    }

    @Operation
    public void clear() {
        set.clear();
    }

    @Operation
    public String elements() {
        return Arrays.toString(set.toArray());
    }
}
