// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.report.ValueText;
import org.sharedobjects.heap.value.ByValues;
import org.sharedobjects.heap.value.Equality;
import org.sharedobjects.heap.value.Immutables;
import org.sharedobjects.heap.value.ValueType;

/**
 * An immutable object of Python that Java has no class for: a fraction, a range, a member of an enum, a named tuple. It stays
 * what it is when it is stored again. Equal to those that Python takes for equal. Thread-safe.
 */
public final class SharedValue {
    private final SharedHeap heap;
    private final long cell;

    SharedValue(SharedHeap heap, long cell) {
        this.heap = heap;
        this.cell = cell;
    }

    SharedHeap heap() {
        return heap;
    }

    long cell() {
        return cell;
    }

    /** Name of the type: {@code fractions.Fraction}, {@code range}, {@code enum}, {@code namedtuple}. */
    public String type() {
        heap.enter();
        return ByValues.type(heap.memory(), cell).label();
    }

    /** What Python makes the object from, such as numerator and denominator; in the order of {@link ValueType}. */
    public List<@Nullable Object> content() {
        heap.enter();
        return Collections.<@Nullable Object>unmodifiableList(
                Arrays.<@Nullable Object>asList(heap.values().toJava(ByValues.content(heap.memory(), cell))));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        heap.enter();
        return other instanceof SharedValue value
                && value.heap == heap
                && Equality.equal(heap.memory(), cell, value.cell);
    }

    @Override
    public int hashCode() {
        heap.enter();
        return Long.hashCode(Immutables.hash(heap.memory(), cell));
    }

    @Override
    public String toString() {
        heap.enter();
        return new ValueText(heap.memory()).of(cell);
    }
}
