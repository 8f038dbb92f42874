// SPDX-License-Identifier: Apache-2.0

/** The same numbered cells, kept by the heap and by each of its peers. */
@NullMarked
package org.sharedobjects.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
