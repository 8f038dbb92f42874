// SPDX-License-Identifier: Apache-2.0

/** Python's str and the texts of a heap. */
@NullMarked
package org.sharedobjects.truffle.text;

import org.jspecify.annotations.NullMarked;
