// SPDX-License-Identifier: Apache-2.0

/** Operations of several threads on the same objects, each of which must be one step: found out by Lincheck. */
@NullMarked
package org.sharedobjects.heap.linearizability;

import org.jspecify.annotations.NullMarked;
