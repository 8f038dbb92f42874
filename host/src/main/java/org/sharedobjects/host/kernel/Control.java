// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers what must not wait for a running cell. */
final class Control {

    private final Wire wire;
    private final Publisher publisher;
    private final KernelInfo info;
    private final Runnable interrupt;
    private final Consumer<Boolean> shutdown;

    /** @param shutdown told, when the answer has gone, whether the kernel is to be started again */
    Control(Wire wire, Publisher publisher, KernelInfo info, Runnable interrupt, Consumer<Boolean> shutdown) {
        this.wire = wire;
        this.publisher = publisher;
        this.info = info;
        this.interrupt = interrupt;
        this.shutdown = shutdown;
    }

    void serve(Channel channel) {
        Replies replies = new Replies(wire, channel.socket(), publisher);
        for (byte[] first = channel.receive(); first != null; first = channel.receive()) {
            Message message = wire.receive(channel.socket(), first);
            if (message != null) {
                replies.handle(message, this::answer);
                if (isShutdown(message)) {
                    shutdown.accept(message.flag("restart", false));
                }
            }
        }
    }

    static boolean isShutdown(Message message) {
        return message.type().equals("shutdown_request");
    }

    /** The answer to what both channels may be asked; null when it is none of that. */
    @Nullable
    Object answer(Message message) {
        return switch (message.type()) {
            case "kernel_info_request" -> info.answer();
            case "interrupt_request" -> {
                interrupt.run();
                yield Map.of("status", "ok");
            }
            case "shutdown_request" -> Map.of("status", "ok", "restart", message.flag("restart", false));
            default -> null;
        };
    }

    void shutDown(Message message) {
        shutdown.accept(message.flag("restart", false));
    }
}
