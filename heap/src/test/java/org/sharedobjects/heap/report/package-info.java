// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.sharedobjects.heap.report;

import org.jspecify.annotations.NullMarked;
