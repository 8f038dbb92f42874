// SPDX-License-Identifier: Apache-2.0

/** Measures the heap beside what Java programs share data with otherwise. */
@NullMarked
package org.sharedobjects.benchmarks;

import org.jspecify.annotations.NullMarked;
