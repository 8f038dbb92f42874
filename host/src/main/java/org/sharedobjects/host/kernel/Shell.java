// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.host.json.Json;
import org.zeromq.ZMQ;

/** Runs cells and answers what is asked about them, one message after the other. */
final class Shell {

    private final Wire wire;
    private final Publisher publisher;
    private final Control control;
    private final CompletableFuture<Notebook> notebook;
    private final History history = new History();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int count;

    /** @param aborted whether a cell before it, sent earlier, has failed */
    private record Waiting(Message message, boolean aborted) {}

    /** @param notebook known when Python is there */
    Shell(Wire wire, Publisher publisher, Control control, CompletableFuture<Notebook> notebook) {
        this.wire = wire;
        this.publisher = publisher;
        this.control = control;
        this.notebook = notebook;
    }

    void serve(Channel channel) {
        Replies replies = new Replies(wire, channel.socket(), publisher);
        for (Waiting next = next(channel); next != null; next = next(channel)) {
            boolean aborted = next.aborted();
            replies.handle(next.message(), message -> aborted ? Map.of("status", "aborted") : answer(message, channel));
            if (Control.isShutdown(next.message())) {
                control.shutDown(next.message());
            }
        }
    }

    private @Nullable Waiting next(Channel channel) {
        while (waiting.isEmpty()) {
            byte[] first = channel.receive();
            if (first == null) {
                return null;
            }
            add(channel, first, false);
        }
        return waiting.remove();
    }

    private void add(Channel channel, byte[] first, boolean aborted) {
        Message message = wire.receive(channel.socket(), first);
        if (message != null) {
            waiting.add(new Waiting(message, aborted && message.type().equals("execute_request")));
        }
    }

    private @Nullable Object answer(Message message, Channel channel) {
        return switch (message.type()) {
            case "execute_request" -> execute(message, channel);
            case "complete_request" -> ask("complete", message.text("code"), message.number("cursor_pos"));
            case "inspect_request" ->
                ask("inspect", message.text("code"), message.number("cursor_pos"), message.number("detail_level"));
            case "is_complete_request" -> completeness(message.text("code"));
            case "history_request" -> history.answer(message);
            case "comm_info_request" -> Map.of("status", "ok", "comms", Map.of());
            case "comm_open" -> {
                publisher.publish("comm_close", closing(message), message.header());
                yield null;
            }
            default -> control.answer(message);
        };
    }

    /** There are no targets for comms: whoever opens one is told that it is closed. */
    private static Map<String, Object> closing(Message message) {
        return Map.of("comm_id", message.text("comm_id"), "data", Map.of());
    }

    /** A console waits for this no longer than a second, and never asks again when it has waited in vain. */
    private Object completeness(String code) {
        boolean prepared = notebook.isDone()
                && !notebook.isCompletedExceptionally()
                && notebook.join().isPrepared();
        return prepared ? ask("is_complete", code) : Map.of("status", "unknown");
    }

    private Object ask(String method, Object... arguments) {
        return notebook.join().ask(method, arguments).join();
    }

    private Object execute(Message message, Channel channel) {
        Cell cell = cell(message);
        publisher.begin(message.header());
        if (cell.stored()) {
            count = cell.number();
            history.add(count, cell.code());
        }
        if (!cell.silent()) {
            publisher.publish("execute_input", Map.of("code", cell.code(), "execution_count", cell.number()));
        }
        Outcome outcome = run(cell);
        publisher.flush();
        if (!outcome.ok() && message.flag("stop_on_error", true)) {
            abortWaiting(channel);
        }
        return outcome.reply();
    }

    private Cell cell(Message message) {
        boolean silent = message.flag("silent", false);
        boolean stored = !silent && message.flag("store_history", true);
        Object expressions = message.content().getOrDefault("user_expressions", Map.of());
        return new Cell(
                message.text("code"),
                count + 1,
                silent,
                stored,
                message.flag("allow_stdin", true),
                expressions == null ? "{}" : Json.of(expressions),
                message);
    }

    private Outcome run(Cell cell) {
        try {
            return notebook.join().run(cell);
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return failed("StartError", cause, "The notebook's interpreter could not be started.");
        } catch (RuntimeException | Error e) {
            return failed(e.getClass().getSimpleName(), e, "The cell could not be run to its end.");
        }
    }

    private Outcome failed(String name, Throwable cause, String first) {
        Outcome outcome = Outcome.failed(name, String.valueOf(cause.getMessage()));
        publisher.publish("error", outcome.error(first));
        return outcome;
    }

    /** What was sent before its sender can know of the error is not run. */
    private void abortWaiting(Channel channel) {
        Deque<Waiting> before = new ArrayDeque<>(waiting);
        waiting.clear();
        before.forEach(each ->
                waiting.add(new Waiting(each.message(), each.message().type().equals("execute_request"))));
        for (byte[] first = channel.socket().recv(ZMQ.DONTWAIT);
                first != null;
                first = channel.socket().recv(ZMQ.DONTWAIT)) {
            add(channel, first, true);
        }
    }
}
