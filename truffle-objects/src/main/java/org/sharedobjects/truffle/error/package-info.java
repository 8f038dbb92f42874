// SPDX-License-Identifier: Apache-2.0

/** From Java exceptions to Python exceptions. */
@NullMarked
package org.sharedobjects.truffle.error;

import org.jspecify.annotations.NullMarked;
