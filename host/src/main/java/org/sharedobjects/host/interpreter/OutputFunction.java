// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import java.io.IOException;
import java.util.Locale;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/** What launch.py calls to write bytes: gives 0, or the errno of the failure. */
final class OutputFunction implements ProxyExecutable {

    private static final int EIO = 5;
    private static final int ENOSPC = 28;
    private static final int EPIPE = 32;

    private final Lines lines;

    OutputFunction(Lines lines) {
        this.lines = lines;
    }

    @Override
    public Object execute(Value... arguments) {
        Value data = arguments[0];
        byte[] bytes = new byte[(int) data.getBufferSize()];
        data.readBuffer(0, bytes, 0, bytes.length);
        try {
            lines.write(bytes);
            return 0;
        } catch (IOException e) {
            return errno(e);
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
