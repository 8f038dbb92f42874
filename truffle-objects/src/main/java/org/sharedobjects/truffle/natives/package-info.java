// SPDX-License-Identifier: Apache-2.0

/** The functions of the native module that the Python package is written over. */
@NullMarked
package org.sharedobjects.truffle.natives;

import org.jspecify.annotations.NullMarked;
