// SPDX-License-Identifier: Apache-2.0

/** Transactions and single operations on objects of the heap. */
@NullMarked
package org.sharedobjects.heap.txn;

import org.jspecify.annotations.NullMarked;
