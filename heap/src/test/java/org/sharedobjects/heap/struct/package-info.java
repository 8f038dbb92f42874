// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.sharedobjects.heap.struct;

import org.jspecify.annotations.NullMarked;
