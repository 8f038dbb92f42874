// SPDX-License-Identifier: Apache-2.0

/** JSON as texts: written from plain Java values, and read into them. */
@NullMarked
package org.sharedobjects.host.json;

import org.jspecify.annotations.NullMarked;
