// SPDX-License-Identifier: Apache-2.0

/** Values of the heap: the one-word cell, the immutable blocks it may refer to, their hash and equality. */
@NullMarked
package org.sharedobjects.heap.value;

import org.jspecify.annotations.NullMarked;
