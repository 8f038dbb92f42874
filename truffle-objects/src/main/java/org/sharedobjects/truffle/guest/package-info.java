// SPDX-License-Identifier: Apache-2.0

/** Shared objects as Python objects of one interpreter. */
@NullMarked
package org.sharedobjects.truffle.guest;

import org.jspecify.annotations.NullMarked;
