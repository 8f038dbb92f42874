// SPDX-License-Identifier: Apache-2.0

/** Large dicts: trees of chunks that are locked one by one. */
@NullMarked
package org.sharedobjects.heap.dicttree;

import org.jspecify.annotations.NullMarked;
