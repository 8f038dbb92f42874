// SPDX-License-Identifier: Apache-2.0

/** Handles: what a process holds of a heap, also while it stands still. */
@NullMarked
package org.sharedobjects.heap.handle;

import org.jspecify.annotations.NullMarked;
