// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.resident;

import java.io.IOException;

/** Raises in this process what the launcher receives, while its program runs and not a moment longer. */
final class SignalRelay {

    private static final int LAUNCHER_KILLED = 137;

    private final Connection connection;
    private final Thread thread = Thread.ofPlatform().name("signals").daemon().unstarted(this::relay);
    private boolean ended;

    SignalRelay(Connection connection) {
        this.connection = connection;
    }

    void start() {
        thread.start();
    }

    /** No signal is raised after this. */
    synchronized void end() {
        ended = true;
        connection.endSignals();
    }

    private void relay() {
        int signal = connection.nextSignal();
        while (signal > 0) {
            raise(signal);
            signal = connection.nextSignal();
        }
        launcherIsGone();
    }

    private synchronized void raise(int signal) {
        if (ended) {
            return;
        }
        try {
            Posix.kill((int) ProcessHandle.current().pid(), signal);
        } catch (IOException e) {
            // not a signal of this system
        }
    }

    /** Without its launcher the program is killed, as it would have been itself. */
    private synchronized void launcherIsGone() {
        if (!ended) {
            Runtime.getRuntime().halt(LAUNCHER_KILLED);
        }
    }
}
