// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.sharedobjects.host.json.RawJson;

/**
 * What everybody who looks at the notebook is told. Output of programs is gathered for a moment and sent in large
 * pieces, no faster than Jupyter's servers take it; all else goes at once, after the output before it, and who displays things
 * is told to pause as who writes. Thread-safe.
 */
final class Publisher implements AutoCloseable {

    /** So much may wait before those who write are told to pause. */
    static final int MOST_WAITING = 1 << 18;

    private static final long GATHER_MILLIS = 50;

    private static final Parcel END = new Parcel("", "", Wire.NOBODY);

    private final Wire wire;
    private final Channel channel;
    private final BlockingQueue<Parcel> parcels = new LinkedBlockingQueue<>();
    private final PendingOutput output = new PendingOutput();
    private final Budget budget = new Budget(System::nanoTime);
    private RawJson cell = Wire.NOBODY;
    private boolean closed;

    private record Parcel(String type, Object content, RawJson parent) {
        boolean isEnd() {
            return type.isEmpty();
        }
    }

    /** @param failure told of what keeps output from being sent for good */
    Publisher(Wire wire, Channel channel, Consumer<Throwable> failure) {
        this.wire = wire;
        this.channel = channel;
        channel.serve("iopub", this::send);
        Thread.ofPlatform().daemon().name("output").start(() -> {
            try {
                gather();
            } catch (RuntimeException | Error e) {
                failure.accept(e);
            }
        });
    }

    /** From now on output and {@link #publish(String, Object)} belong to the cell that came with this message. */
    synchronized void begin(RawJson header) {
        flush();
        cell = header;
    }

    /** A message of the running cell. */
    synchronized void publish(String type, Object content) {
        if (content instanceof RawJson json) {
            budget.spend(json.text().length());
        }
        publish(type, content, cell);
    }

    synchronized void publish(String type, Object content, RawJson parent) {
        flush();
        parcels.add(new Parcel(type, content, parent));
    }

    void status(String state, RawJson parent) {
        publish("status", Map.of("execution_state", state), parent);
    }

    /** Output of the running cell, or of what cells before it have left running. */
    synchronized boolean write(String stream, String text) {
        if (!text.isEmpty()) {
            output.add(stream, text);
            notifyAll();
        }
        return isBehind();
    }

    /** Whether so much is waiting that those who write should pause. */
    synchronized boolean isBehind() {
        return output.characters() > MOST_WAITING || budget.isSpent();
    }

    /** Sends all output that is waiting. */
    synchronized void flush() {
        while (!output.isEmpty()) {
            sendOutput();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            flush();
            closed = true;
            notifyAll();
        }
        parcels.add(END);
        channel.close();
    }

    private void sendOutput() {
        PendingOutput.Chunk chunk = output.take();
        byte[] bytes = chunk.text().getBytes(StandardCharsets.UTF_8);
        budget.spend(bytes.length);
        String text =
                new String(bytes, StandardCharsets.UTF_8); // no lone surrogates: pages cannot write them into a file
        parcels.add(new Parcel("stream", Map.of("name", chunk.stream(), "text", text), cell));
    }

    private void gather() {
        try {
            while (awaitOutput()) {
                Thread.sleep(GATHER_MILLIS);
                sendWithinBudget();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e); // nobody has reason to
        }
    }

    private synchronized boolean awaitOutput() throws InterruptedException {
        while (output.isEmpty() && !closed) {
            wait();
        }
        return !closed;
    }

    private synchronized void sendWithinBudget() {
        while (!output.isEmpty() && !budget.isSpent()) {
            sendOutput();
        }
    }

    private void send(Channel own) {
        try {
            for (Parcel parcel = parcels.take(); !parcel.isEnd(); parcel = parcels.take()) {
                send(own, parcel);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e); // nobody has reason to
        }
    }

    private void send(Channel own, Parcel parcel) {
        try {
            byte[] topic = parcel.type().getBytes(StandardCharsets.US_ASCII);
            wire.send(own.socket(), List.of(topic), parcel.type(), parcel.content(), parcel.parent());
        } catch (OutOfMemoryError e) {
            System.err.println("pso: a message was not sent, for want of memory: " + parcel.type());
        }
    }
}
