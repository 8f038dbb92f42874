// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.resident;

import java.io.IOException;

/** The caller's descriptors 0, 1 and 2, and their way into this process and out of it. */
final class StandardStreams implements AutoCloseable {

    private static final int COUNT = 3;
    private static final int READ_ONLY = 0x80000;
    private static final int WRITE_ONLY = READ_ONLY | 1;
    private static final String NOTHING = "/dev/null";

    private final int[] received;
    private boolean released;

    /** @param received descriptors, in order */
    StandardStreams(int[] received) {
        this.received = received;
    }

    static StandardStreams none() {
        return new StandardStreams(new int[0]);
    }

    boolean areComplete() {
        return received.length == COUNT;
    }

    /** Makes them this process's own. */
    void attach() throws IOException {
        for (int i = 0; i < COUNT; i++) {
            Posix.dup2(received[i], i);
        }
        close();
    }

    /** Lets go of the caller's: whoever reads from a pipe of the script's sees its end now. */
    static void detach() throws IOException {
        replace(0, READ_ONLY);
        replace(1, WRITE_ONLY);
        replace(2, WRITE_ONLY);
    }

    private static void replace(int descriptor, int flags) throws IOException {
        int nothing = Posix.open(NOTHING, flags);
        if (nothing != descriptor) {
            Posix.dup2(nothing, descriptor);
            Posix.close(nothing);
        }
    }

    @Override
    public void close() throws IOException {
        if (!released) {
            released = true;
            for (int descriptor : received) {
                Posix.close(descriptor);
            }
        }
    }
}
