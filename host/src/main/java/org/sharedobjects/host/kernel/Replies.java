// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;

/** Answers the messages of one channel, and says meanwhile that the kernel is busy. */
final class Replies {

    private final Wire wire;
    private final ZMQ.Socket socket;
    private final Publisher publisher;

    Replies(Wire wire, ZMQ.Socket socket, Publisher publisher) {
        this.wire = wire;
        this.socket = socket;
        this.publisher = publisher;
    }

    /** @param answer the content of the reply; null when there is none */
    void handle(Message message, Function<Message, @Nullable Object> answer) {
        publisher.status("busy", message.header());
        try {
            Object content = contentOf(message, answer);
            if (content != null && message.isRequest()) {
                wire.send(socket, message.ids(), message.replyType(), content, message.header());
            }
        } finally {
            publisher.status("idle", message.header());
        }
    }

    private static @Nullable Object contentOf(Message message, Function<Message, @Nullable Object> answer) {
        try {
            return answer.apply(message);
        } catch (RuntimeException | Error e) { // want of memory, too: the next message may need less
            System.err.println("pso: " + message.type() + " has failed: " + e);
            String text = String.valueOf(e.getMessage());
            return Outcome.failed("SystemError", text.lines().findFirst().orElse(""))
                    .reply();
        }
    }
}
