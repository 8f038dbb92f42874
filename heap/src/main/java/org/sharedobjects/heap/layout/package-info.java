// SPDX-License-Identifier: Apache-2.0

/** Where everything lies in the heap and how words are packed. Depends on nothing. */
@NullMarked
package org.sharedobjects.heap.layout;

import org.jspecify.annotations.NullMarked;
