// SPDX-License-Identifier: Apache-2.0

/** Handles, and the collector that releases what is reached neither from them nor from the roots. */
@NullMarked
package org.sharedobjects.heap.reclaim;

import org.jspecify.annotations.NullMarked;
