// SPDX-License-Identifier: Apache-2.0

/** Interpreters of one process: contexts on one engine, a platform thread each, and interrupts. */
@NullMarked
package org.sharedobjects.host.interpreter;

import org.jspecify.annotations.NullMarked;
