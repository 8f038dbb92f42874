// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.sharedobjects.heap.handle;

import org.jspecify.annotations.NullMarked;
