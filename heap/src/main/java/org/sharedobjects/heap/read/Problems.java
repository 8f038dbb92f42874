// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.read;

import java.util.ArrayList;
import java.util.List;

/** The problems found so far. Keeps the first ones and counts the others. */
public final class Problems {
    public static final int MOST = 100;

    private final List<String> lines = new ArrayList<>();
    private long count;

    /** A line in the manner of {@link String#format}. */
    @SuppressWarnings("AnnotateFormatMethod") // would take a library for one method
    public void add(String format, Object... figures) {
        count++;
        if (lines.size() < MOST) {
            lines.add(format.formatted(figures));
        }
    }

    public long count() {
        return count;
    }

    /** Forgets what was added since there were so many: it was found in something that was being changed. */
    public void backTo(long earlierCount) {
        count = earlierCount;
        while (lines.size() > count) {
            lines.removeLast();
        }
    }

    public List<String> lines() {
        List<String> all = new ArrayList<>(lines);
        if (count > lines.size()) {
            all.add("and more: problems=%d".formatted(count - lines.size()));
        }
        return all;
    }
}
