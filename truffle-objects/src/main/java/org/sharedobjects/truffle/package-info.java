// SPDX-License-Identifier: Apache-2.0

/** The internal Truffle language through which Python sees the shared heap. */
@NullMarked
package org.sharedobjects.truffle;

import org.jspecify.annotations.NullMarked;
