// SPDX-License-Identifier: Apache-2.0

/** The mapped file: creating, opening and growing it, ordered access to its words, sleeping on one of them. */
@NullMarked
package org.sharedobjects.heap.memory;

import org.jspecify.annotations.NullMarked;
