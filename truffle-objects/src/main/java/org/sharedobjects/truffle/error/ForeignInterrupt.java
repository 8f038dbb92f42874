// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.error;

import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.interop.ExceptionType;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import com.oracle.truffle.api.nodes.Node;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Ends code of another language that Python has called. */
@ExportLibrary(InteropLibrary.class)
public final class ForeignInterrupt extends AbstractTruffleException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ForeignInterrupt(@Nullable Node location) {
        super("interrupted", location);
    }

    @ExportMessage
    @SuppressWarnings("static-method")
    ExceptionType getExceptionType() {
        return ExceptionType.INTERRUPT;
    }
}
