// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.output;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Output of a context that may be made before it is known where its output goes; what comes before that is lost. */
public final class LateOutput extends OutputStream {

    private volatile @Nullable Lines lines;

    public void connect(Lines target) {
        lines = target;
    }

    /**
     * Where its output goes.
     *
     * @throws IllegalStateException before it is connected
     */
    public Lines lines() {
        Lines target = lines;
        if (target == null) {
            throw new IllegalStateException("the interpreter has no output yet");
        }
        return target;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        Lines target = lines;
        if (target != null) {
            target.write(bytes, from, length);
        }
    }

    @Override
    public void close() throws IOException {
        Lines target = lines;
        if (target != null) {
            target.close();
        }
    }
}
