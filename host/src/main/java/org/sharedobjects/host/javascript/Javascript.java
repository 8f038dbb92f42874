// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.javascript;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.jspecify.annotations.Nullable;

/**
 * JavaScript beside a Python interpreter. It has a context of its own, made when the first cell runs: several threads may be in
 * Python's at once, while JavaScript allows one. Objects pass between them by reference. Used on the interpreter's
 * thread, but for {@link #interrupt}.
 */
public final class Javascript {

    private static final String LANGUAGE = "js";
    private static final Source PRELUDE = prelude();
    private static final Duration INTERRUPT_LIMIT = Duration.ofSeconds(10);

    private final Supplier<Context> contexts;
    private @Nullable Value prelude;
    private volatile @Nullable Context context;
    /** Guarded by this, as the next. */
    private boolean running;

    private boolean interrupted;

    /** @param contexts gives a new context; whoever made it closes it */
    public Javascript(Supplier<Context> contexts) {
        this.contexts = contexts;
    }

    /**
     * Runs a cell.
     *
     * @param file its name in error messages
     * @param python what the prelude is given
     * @return what has come of it: a kind, and what {@link Outcomes} says of that kind
     */
    public ProxyArray run(String code, String file, Value... python) {
        Context own = begin();
        own.enter(); // an interrupt that comes from now on waits for the first step of the cell
        try {
            return isInterrupted() ? Outcomes.interrupted() : run(own, code, file, python);
        } catch (PolyglotException e) {
            return failure(e);
        } finally {
            own.leave();
            end();
        }
    }

    private ProxyArray run(Context own, String code, String file, Value... python) {
        Value known = prelude;
        if (known == null) {
            prelude = known = own.eval(PRELUDE).execute((Object[]) python);
        }
        Source source =
                Source.newBuilder(LANGUAGE, TopLevel.rewritten(code), file).buildLiteral();
        Value value = awaited(known, own.eval(source));
        return Outcomes.value(value, known.invokeMember("shown", value));
    }

    private static ProxyArray failure(PolyglotException e) {
        try {
            return Outcomes.failure(e);
        } catch (PolyglotException whenAsked) {
            return Outcomes.failure(whenAsked); // by a getter of what was thrown
        }
    }

    /** What has become of a promise; itself if nothing has yet, or if it is none. */
    private static Value awaited(Value prelude, Value value) {
        Value state = prelude.invokeMember("watched", value); // and all jobs that waited have run
        return state.isNull() || state.getMember("over").isNull() ? value : prelude.invokeMember("result", state);
    }

    private Context begin() {
        synchronized (this) {
            running = true;
            interrupted = false;
        }
        Context known = context;
        if (known == null) {
            context = known = contexts.get();
        }
        return known;
    }

    private synchronized boolean isInterrupted() {
        return interrupted;
    }

    private synchronized void end() {
        running = false;
    }

    /** Ends the cell that is running; false when none is. */
    public synchronized boolean interrupt() {
        if (!running) {
            return false;
        }
        interrupted = true;
        Context own = context;
        if (own != null) {
            Thread.ofPlatform().daemon().name("interrupting").start(() -> interrupt(own));
        }
        return true;
    }

    private static void interrupt(Context own) {
        try {
            own.interrupt(INTERRUPT_LIMIT);
        } catch (TimeoutException | IllegalStateException e) {
            // it goes on waiting for what cannot be interrupted, or has been closed
        }
    }

    private static Source prelude() {
        try (InputStream in = Objects.requireNonNull(Javascript.class.getResourceAsStream("prelude.js"))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Source.newBuilder(LANGUAGE, text, "<prelude>").internal(true).buildLiteral();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
