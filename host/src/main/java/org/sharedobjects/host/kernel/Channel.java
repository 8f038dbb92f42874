// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/** A socket that listens, and the one thread that uses it. */
final class Channel implements AutoCloseable {

    private static final int LINGER_MILLIS = 1000;

    private final ZMQ.Socket socket;
    private final ZMQ.CancellationToken end;
    private final Consumer<Throwable> failure;
    private @Nullable Thread thread;
    private volatile boolean closing;
    /** Guarded by this. */
    private boolean closed;

    /** @param failure told of what ends the thread before its time */
    Channel(ZContext context, SocketType type, String address, Consumer<Throwable> failure) {
        this.failure = failure;
        socket = context.createSocket(type);
        socket.setLinger(LINGER_MILLIS);
        socket.setHWM(0); // pages that are slow lose nothing
        if (!socket.bind(address)) {
            throw new IllegalStateException("cannot listen: address=" + address);
        }
        end = socket.createCancellationToken();
    }

    /** Starts the thread, which ends when the channel is closed or when it wants to. */
    void serve(String name, Consumer<Channel> work) {
        thread = Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                work.accept(this);
            } catch (RuntimeException | Error e) {
                failure.accept(e);
            } finally {
                closeSocket();
            }
        });
    }

    ZMQ.Socket socket() {
        return socket;
    }

    /** Blocks until a frame is there; null when the channel has been closed. */
    byte @Nullable [] receive() {
        try {
            return socket.recv(0, end);
        } catch (ZMQException e) {
            if (closing) {
                return null;
            }
            throw e;
        }
    }

    private synchronized void closeSocket() {
        closed = true;
        socket.close();
    }

    /** A token of a closed socket cannot be used. */
    private synchronized void cancel() {
        if (!closed) {
            end.cancel();
        }
    }

    /** Ends what waits in {@link #receive}; waits for the thread, but not long. */
    @Override
    public void close() {
        closing = true;
        cancel();
        Thread own = thread;
        if (own != null && own != Thread.currentThread()) {
            try {
                own.join(LINGER_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
