// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.sharedobjects.benchmarks.release;

import org.jspecify.annotations.NullMarked;
