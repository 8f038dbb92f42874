// SPDX-License-Identifier: Apache-2.0
/** Whether the check of a heap finds what is wrong, and nothing else. */
@NullMarked
package org.sharedobjects.heap.check;

import org.jspecify.annotations.NullMarked;
