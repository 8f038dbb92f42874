// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.sharedobjects.host.cli;

import org.jspecify.annotations.NullMarked;
