// SPDX-License-Identifier: Apache-2.0

/** The processes that use a heap, and which of them are dead. */
@NullMarked
package org.sharedobjects.heap.process;

import org.jspecify.annotations.NullMarked;
