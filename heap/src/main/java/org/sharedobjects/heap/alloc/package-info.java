// SPDX-License-Identifier: Apache-2.0

/** Blocks of memory out of size-classed spans. */
@NullMarked
package org.sharedobjects.heap.alloc;

import org.jspecify.annotations.NullMarked;
