// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.output;

import com.oracle.truffle.api.TruffleSafepoint;
import java.io.IOException;
import java.util.Locale;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/** What launch.py calls to write bytes: gives 0, or the errno of the failure. */
public final class OutputFunction implements ProxyExecutable {

    private static final int EIO = 5;
    private static final int ENOSPC = 28;
    private static final int EPIPE = 32;

    private final Lines lines;

    public OutputFunction(Lines lines) {
        this.lines = lines;
    }

    @Override
    public Object execute(Value... arguments) {
        try {
            lines.write(bytes(arguments[0]));
            return 0;
        } catch (IOException e) {
            return errno(e);
        }
    }

    /** That is a call back to Python, out of which no exception of a signal's must come: it would not arrive as one of Python. */
    private static byte[] bytes(Value data) {
        TruffleSafepoint safepoint = TruffleSafepoint.getCurrent();
        boolean before = safepoint.setAllowSideEffects(false);
        try {
            byte[] bytes = new byte[(int) data.getBufferSize()];
            data.readBuffer(0, bytes, 0, bytes.length);
            return bytes;
        } finally {
            safepoint.setAllowSideEffects(before);
        }
    }

    /** The JDK tells the reason only in words. */
    private static int errno(IOException e) {
        String reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (reason.contains("broken pipe")) {
            return EPIPE;
        }
        return reason.contains("no space") ? ENOSPC : EIO;
    }
}
