// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.report;

/**
 * One way to get to an object, and so a reason why it is not released.
 *
 * @param text as one would write it in Python: {@code root['a'][3].name}. It begins with {@code root}; or with
 *     {@code system}, what belongs to the implementation; or with {@code <process 4711>} for what a handle of that process
 *     names, be it a variable, a job or a text it knows as a key
 * @param pid that process; 0 for the others
 */
public record AccessPath(String text, long pid) {
    @Override
    public String toString() {
        return text;
    }
}
