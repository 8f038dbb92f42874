// SPDX-License-Identifier: Apache-2.0

/** Mutable objects of the heap: lists, dicts, records, and the registries of symbols, classes and shapes. */
@NullMarked
package org.sharedobjects.heap.struct;

import org.jspecify.annotations.NullMarked;
