// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.sharedobjects.heap.value;

import org.jspecify.annotations.NullMarked;
