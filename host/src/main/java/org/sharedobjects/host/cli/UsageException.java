// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.cli;

import java.io.Serial;

/** A wrong command line; ends the process with exit code 2. */
final class UsageException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
