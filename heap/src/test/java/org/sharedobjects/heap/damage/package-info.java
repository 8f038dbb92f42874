// SPDX-License-Identifier: Apache-2.0
/** Heap files that somebody has damaged. */
@NullMarked
package org.sharedobjects.heap.damage;

import org.jspecify.annotations.NullMarked;
