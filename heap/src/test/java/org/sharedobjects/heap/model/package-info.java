// SPDX-License-Identifier: Apache-2.0
/** Runs the Spin models of the commit protocol in {@code src/spin}. */
@NullMarked
package org.sharedobjects.heap.model;

import org.jspecify.annotations.NullMarked;
