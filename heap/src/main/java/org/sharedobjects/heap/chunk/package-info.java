// SPDX-License-Identifier: Apache-2.0
/** What large containers are made of: bodies, and directories of chunks. */
@NullMarked
package org.sharedobjects.heap.chunk;

import org.jspecify.annotations.NullMarked;
