// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import org.jspecify.annotations.Nullable;

/**
 * An interpreter's place in its run.
 *
 * @param index from 0
 * @param count number of interpreters in the run
 * @param meeting where they meet
 * @param mainScript the script of the run, null where there is none to import again
 */
record Place(
        int index, int count, Meeting meeting, @Nullable String mainScript) {}
