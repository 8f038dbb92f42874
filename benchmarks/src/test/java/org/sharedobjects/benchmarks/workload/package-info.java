// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.sharedobjects.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
