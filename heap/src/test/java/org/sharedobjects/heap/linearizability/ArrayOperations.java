// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.linearizability;

import java.util.Arrays;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.sharedobjects.heap.SharedArray;

/** What is asked of an array, be it shared, with several elements in a cell, or an ordinary one. */
@Param(name = "index", gen = IntGen.class, conf = "0:5")
@Param(name = "value", gen = IntGen.class, conf = "1:4")
public abstract class ArrayOperations {
    private static final int LENGTH = 5;

    abstract long load(int index);

    abstract void store(int index, long... values);

    abstract long[] all();

    abstract long addTo(int index, long amount);

    public static final class OfSharedArray extends ArrayOperations {
        private final SharedArray array = Linearizability.heap().array('h', LENGTH);

        @Override
        long load(int index) {
            return array.getLong(index);
        }

        @Override
        void store(int index, long... values) {
            if (values.length == 1) {
                array.setLong(index, values[0]);
            } else {
                array.setLongs(index, values);
            }
        }

        @Override
        long[] all() {
            return array.toLongs();
        }

        @Override
        long addTo(int index, long amount) {
            return Linearizability.heap().atomically(() -> {
                long before = array.getLong(index);
                array.setLong(index, before + amount);
                return before;
            });
        }
    }

    public static final class OfLongs extends ArrayOperations {
        private final long[] array = new long[LENGTH];

        @Override
        long load(int index) {
            return array[index];
        }

        @Override
        void store(int index, long... values) {
            if (index + values.length > LENGTH) {
                throw new IndexOutOfBoundsException();
            }
            System.arraycopy(values, 0, array, index, values.length);
        }

        @Override
        long[] all() {
            return array;
        }

        @Override
        long addTo(int index, long amount) {
            long before = array[index];
            array[index] += amount;
            return before;
        }
    }

    private static String outcome(Runnable operation) {
        try {
            operation.run();
            return "done";
        } catch (IndexOutOfBoundsException e) {
            return "out of range";
        }
    }

    @Operation(params = "index")
    public long get(int index) {
        return index < LENGTH ? load(index) : -1;
    }

    @Operation(params = {"index", "value"})
    public String set(int index, int value) {
        return outcome(() -> store(index, value));
    }

    @Operation(params = {"index", "value", "value"})
    public String setThree(int index, int first, int rest) {
        return outcome(() -> store(index, first, rest, rest));
    }

    @Operation(params = {"index", "value"})
    public String add(int index, int value) {
        return outcome(() -> addTo(index, value));
    }

    @Operation
    public String elements() {
        return Arrays.toString(all());
    }
}
