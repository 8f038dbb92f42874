// SPDX-License-Identifier: Apache-2.0

/** Participants that are stopped or killed before any of their stores, while others go on. */
@NullMarked
package org.sharedobjects.heap.fault;

import org.jspecify.annotations.NullMarked;
