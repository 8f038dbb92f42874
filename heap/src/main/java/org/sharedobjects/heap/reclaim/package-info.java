// SPDX-License-Identifier: Apache-2.0

/** The collector: releases what is reached neither from the roots nor from handles. */
@NullMarked
package org.sharedobjects.heap.reclaim;

import org.jspecify.annotations.NullMarked;
