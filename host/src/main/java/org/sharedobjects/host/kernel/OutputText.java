// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Whole lines that workers write, on their way to the page; blocks while the page is slow. */
final class OutputText extends OutputStream {

    private static final long PAUSE_MILLIS = 20;

    private final Publisher publisher;
    private final String stream;

    OutputText(Publisher publisher, String stream) {
        this.publisher = publisher;
        this.stream = stream;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        boolean behind = publisher.write(stream, new String(bytes, from, length, StandardCharsets.UTF_8));
        try {
            while (behind) {
                Thread.sleep(PAUSE_MILLIS);
                behind = publisher.isBehind();
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }
}
