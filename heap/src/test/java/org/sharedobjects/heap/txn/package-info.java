// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.sharedobjects.heap.txn;

import org.jspecify.annotations.NullMarked;
