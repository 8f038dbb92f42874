// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.sharedobjects.host.kernel;

import org.jspecify.annotations.NullMarked;
