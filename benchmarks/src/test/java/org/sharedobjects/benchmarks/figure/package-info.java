// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.sharedobjects.benchmarks.figure;

import org.jspecify.annotations.NullMarked;
