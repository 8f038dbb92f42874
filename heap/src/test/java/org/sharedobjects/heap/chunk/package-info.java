// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.sharedobjects.heap.chunk;

import org.jspecify.annotations.NullMarked;
