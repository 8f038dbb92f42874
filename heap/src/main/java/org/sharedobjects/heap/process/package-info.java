// SPDX-License-Identifier: Apache-2.0

/** Slots: what a thread holds of the heap while it changes it. */
@NullMarked
package org.sharedobjects.heap.process;

import org.jspecify.annotations.NullMarked;
