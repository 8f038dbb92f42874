// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.sharedobjects.heap.slot;

import org.jspecify.annotations.NullMarked;
