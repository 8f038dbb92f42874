// SPDX-License-Identifier: Apache-2.0

/** Tests of the language, in real Python contexts. */
@NullMarked
package org.sharedobjects.truffle;

import org.jspecify.annotations.NullMarked;
