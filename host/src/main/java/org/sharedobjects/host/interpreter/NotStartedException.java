// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** There is no interpreter to run a task: it could not be made. The message is for users. */
final class NotStartedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;
    /** So many, and some for what is half made, are not there to start an interpreter with. */
    private static final long FEW_FILES = 32;

    NotStartedException(RuntimeException cause) {
        super(
                "an interpreter could not be started: " + (hasFiles() ? cause.getMessage() : "too many open files"),
                cause);
    }

    /** GraalPy says something else when it has no files left to read itself from. */
    private static boolean hasFiles() {
        try {
            return !(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)
                    || system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount() > FEW_FILES;
        } catch (InternalError e) {
            return false; // it could not open the folder that lists them
        }
    }
}
