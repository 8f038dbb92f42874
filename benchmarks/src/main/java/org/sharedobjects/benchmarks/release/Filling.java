// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.release;

import java.util.AbstractList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What is put into a heap to be there. */
final class Filling {
    /** So many dicts in each list. */
    private static final int EACH = 100;

    private Filling() {}

    static List<Long> numbers(int count) {
        return Collections.nCopies(count, 0L);
    }

    static List<Map<String, Long>> dicts(int count) {
        return new AbstractList<>() {
            @Override
            public Map<String, Long> get(int index) {
                return Dict3.of(index);
            }

            @Override
            public int size() {
                return count;
            }
        };
    }

    /** That many dicts of three entries, in lists. */
    static List<List<Map<String, Long>>> lists(int count) {
        return new AbstractList<>() {
            @Override
            public List<Map<String, Long>> get(int index) {
                return dicts(EACH);
            }

            @Override
            public int size() {
                return count / EACH;
            }
        };
    }
}
