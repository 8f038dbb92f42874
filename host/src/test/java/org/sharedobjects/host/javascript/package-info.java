// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.sharedobjects.host.javascript;

import org.jspecify.annotations.NullMarked;
