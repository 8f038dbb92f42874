// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.sharedobjects.benchmarks;

import org.jspecify.annotations.NullMarked;
