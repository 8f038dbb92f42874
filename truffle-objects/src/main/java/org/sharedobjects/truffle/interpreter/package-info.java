// SPDX-License-Identifier: Apache-2.0

/** What one interpreter knows: its heaps, wrappers, classes and threads. */
@NullMarked
package org.sharedobjects.truffle.interpreter;

import org.jspecify.annotations.NullMarked;
