// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.sharedobjects.heap.reclaim;

import org.jspecify.annotations.NullMarked;
