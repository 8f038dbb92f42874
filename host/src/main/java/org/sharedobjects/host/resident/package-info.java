// SPDX-License-Identifier: Apache-2.0

/** The resident host: a process that waits with warm interpreters and runs one script at a time as if it were it. */
@NullMarked
package org.sharedobjects.host.resident;

import org.jspecify.annotations.NullMarked;
