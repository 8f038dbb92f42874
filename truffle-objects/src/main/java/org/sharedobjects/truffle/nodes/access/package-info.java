// SPDX-License-Identifier: Apache-2.0

/** How the parts of shared objects are found, read and changed by compiled code: elements, entries, attributes, in transactions and outside. */
@NullMarked
package org.sharedobjects.truffle.nodes.access;

import org.jspecify.annotations.NullMarked;
