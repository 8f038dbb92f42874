// SPDX-License-Identifier: Apache-2.0

/** What JMH cannot measure: two processes over the same data. */
@NullMarked
package org.sharedobjects.benchmarks.process;

import org.jspecify.annotations.NullMarked;
