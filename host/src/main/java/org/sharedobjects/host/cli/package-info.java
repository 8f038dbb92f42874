// SPDX-License-Identifier: Apache-2.0

/** The command line {@code pso}. */
@NullMarked
package org.sharedobjects.host.cli;

import org.jspecify.annotations.NullMarked;
