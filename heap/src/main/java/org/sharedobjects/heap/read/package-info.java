// SPDX-License-Identifier: Apache-2.0

/** Reads objects and what containers hold, for who looks at a whole heap: helps and hinders nobody, and survives damage. */
@NullMarked
package org.sharedobjects.heap.read;

import org.jspecify.annotations.NullMarked;
