// SPDX-License-Identifier: Apache-2.0

/** Puts our operations into Python classes. */
@NullMarked
package org.sharedobjects.truffle.slots;

import org.jspecify.annotations.NullMarked;
