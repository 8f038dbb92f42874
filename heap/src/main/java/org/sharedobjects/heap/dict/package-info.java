// SPDX-License-Identifier: Apache-2.0

/** Large dicts: trees of chunks that are locked one by one. */
@NullMarked
package org.sharedobjects.heap.dict;

import org.jspecify.annotations.NullMarked;
