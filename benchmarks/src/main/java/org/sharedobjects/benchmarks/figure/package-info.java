// SPDX-License-Identifier: Apache-2.0

/** Measured values and what they should be. */
@NullMarked
package org.sharedobjects.benchmarks.figure;

import org.jspecify.annotations.NullMarked;
