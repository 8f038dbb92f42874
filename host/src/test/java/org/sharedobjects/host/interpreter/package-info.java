// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.sharedobjects.host.interpreter;

import org.jspecify.annotations.NullMarked;
