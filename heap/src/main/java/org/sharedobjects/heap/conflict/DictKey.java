// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.conflict;

/** A key of a dict or element of a set, as a cell. */
public record DictKey(long cell) {}
