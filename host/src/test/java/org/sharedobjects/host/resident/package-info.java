// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.sharedobjects.host.resident;

import org.jspecify.annotations.NullMarked;
