// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** One interpreter's way to a {@link SharedOutput}: keeps back the unfinished line while others are writing. */
public final class Lines extends OutputStream {

    private final SharedOutput output;
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
    private boolean closed;

    Lines(SharedOutput output) {
        this.output = output;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        write(Arrays.copyOfRange(bytes, from, from + length));
    }

    /** Writes bytes, blocking while the stream's reader is slow. */
    @Override
    public synchronized void write(byte[] bytes) throws IOException {
        int whole = output.hasSeveralWriters() ? lastNewline(bytes) + 1 : bytes.length;
        if (whole > 0) {
            flushUnfinishedAnd(bytes, whole);
        }
        unfinished.write(bytes, whole, bytes.length - whole);
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            flushUnfinishedAnd(new byte[0], 0);
        } finally {
            output.closed();
        }
    }

    private void flushUnfinishedAnd(byte[] bytes, int length) throws IOException {
        if (unfinished.size() == 0) {
            output.write(bytes, 0, length);
            return;
        }
        unfinished.write(bytes, 0, length);
        byte[] all = unfinished.toByteArray();
        unfinished.reset();
        output.write(all, 0, all.length);
    }

    private static int lastNewline(byte[] bytes) {
        int i = bytes.length - 1;
        while (i >= 0 && bytes[i] != '\n') {
            i--;
        }
        return i;
    }
}
