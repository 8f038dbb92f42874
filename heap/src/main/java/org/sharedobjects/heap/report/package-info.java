// SPDX-License-Identifier: Apache-2.0

/** Tells people what is in a heap, who keeps it there, and what keeps memory from being released. Reads only. */
@NullMarked
package org.sharedobjects.heap.report;

import org.jspecify.annotations.NullMarked;
