// SPDX-License-Identifier: Apache-2.0
/** Signals: what they do to the process, and how they reach Python code that runs or waits. */
@NullMarked
package org.sharedobjects.host.signals;

import org.jspecify.annotations.NullMarked;
