// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/**
 * A display that says how many of a cell's interpreters are done. It appears when the cell has run for a second, changes at most
 * twice a second, and ends with how it has ended. Thread-safe.
 */
final class Progress implements AutoCloseable {

    private static final long DELAY_MILLIS = 1000;
    private static final long PAUSE_MILLIS = 500;
    private static final int BAR_LENGTH = 20;

    private final Publisher publisher;
    private final int count;
    private final String id = UUID.randomUUID().toString();
    private final long begun = System.nanoTime();
    private final Thread thread;
    private int done;
    private boolean shown;
    private boolean closed;

    Progress(Publisher publisher, int count) {
        this.publisher = publisher;
        this.count = count;
        thread = Thread.ofPlatform().daemon().name("progress").start(this::show);
    }

    synchronized void oneIsDone() {
        done++;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void show() {
        try {
            long pause = DELAY_MILLIS;
            while (!await(pause)) {
                publish();
                pause = PAUSE_MILLIS;
            }
            if (shown) {
                publish();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it was closed before the time was up. */
    private boolean await(long millis) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        for (long left = end - System.nanoTime(); left > 0 && !closed; left = end - System.nanoTime()) {
            wait(Math.max(1, Duration.ofNanos(left).toMillis()));
        }
        return closed;
    }

    private void publish() {
        long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        String text = done + " of " + count + " interpreters done, " + seconds + " s";
        int full = done * BAR_LENGTH / count;
        String bar = "[" + "#".repeat(full) + "-".repeat(BAR_LENGTH - full) + "] ";
        String html = "<progress max=\"" + count + "\" value=\"" + done + "\"></progress> " + text;
        Map<String, Object> content = Map.of(
                "data",
                Map.of("text/plain", bar + text, "text/html", html),
                "metadata",
                Map.of(),
                "transient",
                Map.of("display_id", id));
        publisher.publish(shown ? "update_display_data" : "display_data", content);
        shown = true;
    }
}
