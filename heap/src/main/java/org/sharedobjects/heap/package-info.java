// SPDX-License-Identifier: Apache-2.0

/** The shared heap: opening it, transactions on it, and Java views of what lies in it. */
@NullMarked
package org.sharedobjects.heap;

import org.jspecify.annotations.NullMarked;
