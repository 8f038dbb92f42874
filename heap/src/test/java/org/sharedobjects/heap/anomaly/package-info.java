// SPDX-License-Identifier: Apache-2.0
/** What must never be seen of the transactions and single operations of {@code heap.txn}, one test class per anomaly. */
@NullMarked
package org.sharedobjects.heap.anomaly;

import org.jspecify.annotations.NullMarked;
