// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.host.interpreter.ContextFactory;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * A Jupyter kernel. It answers heartbeats, and what it is, from the moment it listens; cells run when Python is there.
 * Thread-safe.
 */
public final class Kernel implements AutoCloseable {

    /** Jupyter kills a kernel that has not ended after five seconds. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final ZContext context = new ZContext();
    private final Channel heartbeat;
    private final Channel control;
    private final Channel shell;
    private final Publisher publisher;
    private final Questions questions;
    private final CompletableFuture<Notebook> notebook = new CompletableFuture<>();
    private final CountDownLatch shutdown = new CountDownLatch(1);
    private volatile boolean failed;

    /**
     * Listens from now on.
     *
     * @param banner what a console shows first
     */
    public Kernel(ConnectionFile file, String version, String banner) {
        Wire wire = new Wire(new Signature(file.key()));
        heartbeat = channel(SocketType.REP, file.address(file.heartbeat()));
        shell = channel(SocketType.ROUTER, file.address(file.shell()));
        control = channel(SocketType.ROUTER, file.address(file.control()));
        publisher = new Publisher(wire, channel(SocketType.PUB, file.address(file.iopub())), this::fail);
        questions = new Questions(wire, channel(SocketType.ROUTER, file.address(file.stdin())));
        Control answers = new Control(
                wire, publisher, new KernelInfo(version, banner), this::interruptAll, _ -> shutdown.countDown());
        publisher.status("starting", Wire.NOBODY);
        heartbeat.serve("heartbeat", Kernel::echo);
        control.serve("control", answers::serve);
        shell.serve("shell", new Shell(wire, publisher, answers, notebook)::serve);
    }

    /** Starts Python, whose first interpreter is made in the background; cells wait for it. */
    public void start(ContextFactory contexts, HeapOpener heaps, @Nullable String heap) {
        try {
            Notebook made = new Notebook(contexts, heaps, heap, publisher, questions);
            notebook.complete(made);
            made.prepare();
        } catch (RuntimeException | Error e) {
            notebook.completeExceptionally(e);
        }
    }

    /** A kernel without one of its threads would leave the page waiting: it ends. */
    private void fail(Throwable cause) {
        failed = true;
        try {
            System.err.println("pso: the kernel ends: " + cause);
        } finally { // want of memory may have been the cause
            shutdown.countDown();
        }
    }

    /** As Ctrl-C in a terminal: for the commands that the cell has started, too. */
    private void interruptAll() {
        interrupt();
        ChildProcesses.interrupt();
    }

    /** Raises KeyboardInterrupt in the cell that is running. */
    public void interrupt() {
        Notebook running = open();
        if (running != null) {
            running.interrupt();
        }
    }

    /**
     * Blocks until Jupyter asks for the end, or the kernel cannot go on.
     *
     * @return whether Jupyter asked
     */
    public boolean awaitShutdown() throws InterruptedException {
        shutdown.await();
        return !failed;
    }

    /** Asks for the end, as Jupyter does. */
    public void requestShutdown() {
        shutdown.countDown();
    }

    /** Ends the running cell and the interpreters, unless they take too long, and stops listening. */
    @Override
    public void close() {
        if (!notebook.completeExceptionally(new IllegalStateException("the kernel is closed"))) {
            interrupt();
            Thread closing = Thread.ofPlatform().daemon().name("closing").start(this::closeNotebook);
            try {
                closing.join(GRACE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        heartbeat.close();
        control.close();
        shell.close();
        questions.close();
        publisher.close();
        context.close();
    }

    private void closeNotebook() {
        Notebook open = open();
        if (open != null) {
            open.close();
        }
    }

    private @Nullable Notebook open() {
        return notebook.isDone() && !notebook.isCompletedExceptionally() ? notebook.join() : null;
    }

    private Channel channel(SocketType type, String address) {
        return new Channel(context, type, address, this::fail);
    }

    private static void echo(Channel channel) {
        for (byte[] frame = channel.receive(); frame != null; frame = channel.receive()) {
            channel.socket().send(frame, channel.socket().hasReceiveMore() ? ZMQ.SNDMORE : 0);
        }
    }
}
