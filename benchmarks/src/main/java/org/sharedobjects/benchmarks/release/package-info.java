// SPDX-License-Identifier: Apache-2.0

/** What it costs that memory is released while everybody works, and how soon it is. */
@NullMarked
package org.sharedobjects.benchmarks.release;

import org.jspecify.annotations.NullMarked;
