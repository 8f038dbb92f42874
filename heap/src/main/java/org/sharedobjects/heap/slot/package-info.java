// SPDX-License-Identifier: Apache-2.0

/** Slots: what a thread shows of itself while it changes a heap, and how others do without it when it stands still. */
@NullMarked
package org.sharedobjects.heap.slot;

import org.jspecify.annotations.NullMarked;
