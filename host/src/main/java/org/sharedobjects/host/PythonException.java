// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** An exception that Python code has let out. Holds text only, so it outlives its interpreter. */
public final class PythonException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final String pythonType;
    private final String pythonMessage;
    private final String traceback;

    PythonException(String pythonType, String pythonMessage, String traceback, @Nullable Throwable cause) {
        super(pythonMessage.isEmpty() ? pythonType : pythonType + ": " + pythonMessage, cause);
        this.pythonType = pythonType;
        this.pythonMessage = pythonMessage;
        this.traceback = traceback;
    }

    /** Name of the exception's class, as {@code ValueError}. */
    public String pythonType() {
        return pythonType;
    }

    /** What {@code str()} gives for it. */
    public String pythonMessage() {
        return pythonMessage;
    }

    /** The traceback as Python prints it, several lines. */
    public String traceback() {
        return traceback;
    }
}
