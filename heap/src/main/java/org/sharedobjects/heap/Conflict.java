// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why transactions ran again: conflicts that one function met about one object.
 *
 * @param type of the object: list, dict or its class; empty when that is not known
 * @param object null when that is not known, or when rare conflicts about several are summed up
 * @param parts indexes, keys or names of attributes that the transaction was going to write, or at which it met the
 *     conflict; empty when that is not known
 * @param transaction the function whose transaction it was; empty when rare ones are summed up
 * @param count how often
 */
public record Conflict(
        String type, @Nullable Object object, List<@Nullable Object> parts, String transaction, long count) {
    public Conflict {
        parts = Collections.unmodifiableList(new ArrayList<>(parts));
    }
}
