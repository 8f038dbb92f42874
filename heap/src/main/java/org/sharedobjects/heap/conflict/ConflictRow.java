// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.conflict;

import java.util.List;

/**
 * Conflicts of one transaction about one object.
 *
 * @param ref the object; 0 when that is not known, or when the row sums up conflicts about several
 * @param type of the object; empty when that is not known
 * @param parts what the transaction was going to write, or where it met the conflict: index as Long, attribute as String,
 *     key as String, Long or {@link DictKey}; empty when that is not known
 * @param transaction name of the function; empty when the row sums up several
 */
public record ConflictRow(long ref, String type, List<Object> parts, String transaction, long count) {
    public ConflictRow {
        parts = List.copyOf(parts);
    }

    ConflictRow plus(long more) {
        return new ConflictRow(ref, type, parts, transaction, count + more);
    }
}
