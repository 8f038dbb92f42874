// SPDX-License-Identifier: Apache-2.0

/** Embedding API: a host that runs many isolated Python interpreters over one shared heap. */
@NullMarked
package org.sharedobjects.host;

import org.jspecify.annotations.NullMarked;
