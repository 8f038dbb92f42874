// SPDX-License-Identifier: Apache-2.0

/** Between Python values and cells of the heap. */
@NullMarked
package org.sharedobjects.truffle.store;

import org.jspecify.annotations.NullMarked;
