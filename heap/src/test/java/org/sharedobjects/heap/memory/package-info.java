// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.sharedobjects.heap.memory;

import org.jspecify.annotations.NullMarked;
