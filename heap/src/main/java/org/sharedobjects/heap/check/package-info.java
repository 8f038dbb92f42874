// SPDX-License-Identifier: Apache-2.0
/** Looks whether everything in a heap is as it should be. Reads only. */
@NullMarked
package org.sharedobjects.heap.check;

import org.jspecify.annotations.NullMarked;
