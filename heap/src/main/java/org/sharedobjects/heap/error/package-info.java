// SPDX-License-Identifier: Apache-2.0

/** What can go wrong with a heap, one class for each kind of trouble. */
@NullMarked
package org.sharedobjects.heap.error;

import org.jspecify.annotations.NullMarked;
