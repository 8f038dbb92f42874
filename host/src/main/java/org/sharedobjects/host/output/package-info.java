// SPDX-License-Identifier: Apache-2.0

/** What interpreters write to the standard streams of their process, line by line where several do. */
@NullMarked
package org.sharedobjects.host.output;

import org.jspecify.annotations.NullMarked;
