// SPDX-License-Identifier: Apache-2.0

/** What becomes of values on their way between Python and cells of a heap, by compiled code. */
@NullMarked
package org.sharedobjects.truffle.nodes.value;

import org.jspecify.annotations.NullMarked;
