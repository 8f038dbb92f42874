// SPDX-License-Identifier: Apache-2.0

/** A Jupyter kernel: the messages of a notebook's page, and the interpreters that run its cells. */
@NullMarked
package org.sharedobjects.host.kernel;

import org.jspecify.annotations.NullMarked;
