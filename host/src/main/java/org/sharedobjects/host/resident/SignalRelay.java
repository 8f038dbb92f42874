// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.resident;

import java.io.IOException;
import java.util.Set;

/** Raises in this process what the launcher receives, while its program runs and not a moment longer. */
final class SignalRelay {

    private static final int LAUNCHER_KILLED = 137;

    /** SIGCONT and SIGWINCH do nothing to a program that comes later. */
    private static final Set<Integer> HARMLESS = Set.of(18, 28);

    private final Connection connection;
    private final Thread thread = Thread.ofPlatform().name("signals").daemon().unstarted(this::relay);
    private boolean ended;
    private boolean raisedMore;

    SignalRelay(Connection connection) {
        this.connection = connection;
    }

    void start() {
        thread.start();
    }

    /** No signal is raised after this, and nothing reads from the connection. */
    void end() throws InterruptedException {
        synchronized (this) {
            ended = true;
            try {
                connection.endSignals();
            } catch (IOException e) {
                Runtime.getRuntime().halt(LAUNCHER_KILLED);
            }
        }
        thread.join();
    }

    /** Whether a signal was raised whose handler may still be about to run: the JVM calls handlers later. */
    synchronized boolean hasRaisedMore() {
        return raisedMore;
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
        raisedMore |= !HARMLESS.contains(signal);
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
