// SPDX-License-Identifier: Apache-2.0

/** Remembers what transactions of this process met conflicts about. */
@NullMarked
package org.sharedobjects.heap.conflict;

import org.jspecify.annotations.NullMarked;
