// SPDX-License-Identifier: Apache-2.0
/** Lists that are too large for one body: trees of chunks. */
@NullMarked
package org.sharedobjects.heap.listtree;

import org.jspecify.annotations.NullMarked;
