// SPDX-License-Identifier: Apache-2.0

/** What compiled Python does with shared objects: the operations behind type slots and methods. */
@NullMarked
package org.sharedobjects.truffle.nodes;

import org.jspecify.annotations.NullMarked;
