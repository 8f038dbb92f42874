// SPDX-License-Identifier: Apache-2.0

/** What is measured: each benchmark checks at its end that the work was done. */
@NullMarked
package org.sharedobjects.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
