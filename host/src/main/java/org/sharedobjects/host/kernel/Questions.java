// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.graalvm.polyglot.proxy.Proxy;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;

/** What programs ask the notebook's user. Thread-safe; questions are put one after the other. */
final class Questions implements AutoCloseable {

    private static final int ANSWER_MILLIS = 50;

    private final Wire wire;
    private final Channel channel;
    private final BlockingQueue<Question> asked = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    /** One question; it is dropped when nobody waits for its answer any more. */
    static final class Question implements Proxy {

        private final Message cell;
        private final String prompt;
        private final boolean secret;
        private final CompletableFuture<String> answer = new CompletableFuture<>();

        Question(Message cell, String prompt, boolean secret) {
            this.cell = cell;
            this.prompt = prompt;
            this.secret = secret;
        }

        /** The answer, null when there is none within a moment. */
        @Nullable
        String poll() throws InterruptedException {
            try {
                return answer.get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException | CancellationException e) {
                return null;
            } catch (java.util.concurrent.ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }

        void drop() {
            answer.cancel(false);
        }

        boolean isDropped() {
            return answer.isCancelled();
        }
    }

    Questions(Wire wire, Channel channel) {
        this.wire = wire;
        this.channel = channel;
        channel.serve("stdin", this::serve);
    }

    Question ask(Message cell, String prompt, boolean secret) {
        Question question = new Question(cell, prompt, secret);
        asked.add(question);
        return question;
    }

    @Override
    public void close() {
        closed = true;
        asked.add(new Question(new Message(List.of(), "", Wire.NOBODY, null, Map.of()), "", false));
        channel.close();
    }

    private void serve(Channel own) {
        try {
            for (Question question = asked.take(); !closed; question = asked.take()) {
                if (!question.answer.isDone()) {
                    put(own.socket(), question);
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e); // nobody has reason to
        }
    }

    private void put(ZMQ.Socket socket, Question question) {
        socket.setReceiveTimeOut(0);
        while (receive(socket) != null) {
            // an answer to a question that was dropped
        }
        Map<String, Object> content = Map.of("prompt", question.prompt, "password", question.secret);
        String id = wire.send(socket, question.cell.ids(), "input_request", content, question.cell.header());
        socket.setReceiveTimeOut(ANSWER_MILLIS);
        while (!question.answer.isDone() && !closed) {
            Message message = receive(socket);
            if (message != null && answers(message, id)) {
                question.answer.complete(message.text("value"));
            }
        }
    }

    /** Some pages do not say what they answer. */
    private static boolean answers(Message message, String question) {
        String parent = message.parent();
        return message.type().equals("input_reply") && (parent == null || parent.equals(question));
    }

    private @Nullable Message receive(ZMQ.Socket socket) {
        byte[] first = socket.recv();
        return first == null ? null : wire.receive(socket, first);
    }
}
