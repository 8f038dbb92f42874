// SPDX-License-Identifier: Apache-2.0

/** What threads may see of each other's stores to a heap, found out by jcstress. */
@NullMarked
package org.sharedobjects.heap.stress;

import org.jspecify.annotations.NullMarked;
