// SPDX-License-Identifier: Apache-2.0

/** What is released, when, and what must not be, seen from outside. */
@NullMarked
package org.sharedobjects.heap.garbage;

import org.jspecify.annotations.NullMarked;
