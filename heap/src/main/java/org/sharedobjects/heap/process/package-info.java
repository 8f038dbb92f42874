// SPDX-License-Identifier: Apache-2.0

/** Who uses the heap: processes, and the slots that their threads hold while they change it. */
@NullMarked
package org.sharedobjects.heap.process;

import org.jspecify.annotations.NullMarked;
