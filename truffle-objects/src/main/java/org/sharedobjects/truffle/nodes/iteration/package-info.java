// SPDX-License-Identifier: Apache-2.0

/** Iterators and what they give, by compiled code. */
@NullMarked
package org.sharedobjects.truffle.nodes.iteration;

import org.jspecify.annotations.NullMarked;
