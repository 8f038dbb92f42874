// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.output;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One standard stream of the process, written by several interpreters. Each writes through its own {@link Lines}, which
 * hands over whole lines only as long as another interpreter might be writing, so that no line is ever torn.
 */
public final class SharedOutput {

    private final OutputStream stream;
    private final AtomicInteger writers = new AtomicInteger();

    public SharedOutput(OutputStream stream) {
        this.stream = stream;
    }

    /** A new writer; it counts as writing until it is closed. */
    public Lines open() {
        writers.incrementAndGet();
        return new Lines(this);
    }

    boolean hasSeveralWriters() {
        return writers.get() > 1;
    }

    void closed() {
        writers.decrementAndGet();
    }

    synchronized void write(byte[] bytes, int from, int length) throws IOException {
        stream.write(bytes, from, length);
        stream.flush();
    }
}
