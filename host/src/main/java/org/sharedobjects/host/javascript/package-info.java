// SPDX-License-Identifier: Apache-2.0

/** JavaScript beside an interpreter: how its cells are made ready, run and told of. */
@NullMarked
package org.sharedobjects.host.javascript;

import org.jspecify.annotations.NullMarked;
