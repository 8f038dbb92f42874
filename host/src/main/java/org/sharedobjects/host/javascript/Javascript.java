// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.javascript;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.jspecify.annotations.Nullable;

/**
 * JavaScript beside a Python interpreter. It has a context of its own, made when the first cell runs: several threads may be in
 * Python's at once, while JavaScript allows one. Objects pass between them by reference. Cells run on the
 * interpreter's thread; what they hand to Python may be called on others.
 */
public final class Javascript {

    private static final String LANGUAGE = "js";
    private static final Source PRELUDE = prelude();

    private final Supplier<Context> contexts;
    private final Interruption interruption = new Interruption();
    /** Held by the thread that is in the context. */
    private final ReentrantLock use = new ReentrantLock();

    private @Nullable Context context;
    private @Nullable Value prelude;

    /** @param contexts gives a new context; whoever made it closes it */
    public Javascript(Supplier<Context> contexts) {
        this.contexts = contexts;
    }

    /**
     * Runs a cell, when no thread runs a function of JavaScript any more.
     *
     * @param file its name in error messages
     * @param python what the prelude is given
     * @return what has come of it: a kind, and what {@link Outcomes} says of that kind
     */
    public ProxyArray run(String code, String file, Value... python) {
        Context own = known();
        interruption.begin(own);
        try {
            interruption.await(use);
            try {
                return inside(own, code, file, python);
            } finally {
                use.unlock();
            }
        } catch (InterruptedException e) {
            return Outcomes.interrupted();
        } finally {
            interruption.end();
        }
    }

    private ProxyArray inside(Context own, String code, String file, Value... python) throws InterruptedException {
        own.enter();
        try {
            Value known = prelude;
            if (known == null) {
                prelude = known = own.eval(PRELUDE).execute((Object[]) python);
            }
            return evaluated(own, known, new TopLevel(code), file);
        } catch (PolyglotException e) {
            return failure(e);
        } finally {
            own.leave();
        }
    }

    private ProxyArray evaluated(Context own, Value prelude, TopLevel cell, String file) throws InterruptedException {
        Value promise = null;
        try {
            promise = own.eval(Source.newBuilder(LANGUAGE, cell.script(), file).buildLiteral());
            Value value = awaited(prelude, promise);
            return value == null && cell.awaits()
                    ? Outcomes.endless()
                    : shown(prelude, value == null ? promise : value);
        } finally {
            prelude.invokeMember("complain", promise);
        }
    }

    private static ProxyArray shown(Value prelude, Value value) {
        return Outcomes.value(value, prelude.invokeMember("shown", value));
    }

    /** Calls a function of JavaScript for Python; a kind, and what belongs to it, as {@link #run}. */
    public ProxyArray call(Value function, Value... arguments) {
        if (!use.tryLock()) {
            return Outcomes.busy();
        }
        try {
            return Outcomes.value(function.execute((Object[]) arguments), null);
        } catch (PolyglotException e) {
            return failure(e);
        } finally {
            use.unlock();
        }
    }

    private ProxyArray failure(PolyglotException e) {
        try {
            return Outcomes.failure(e, this::text);
        } catch (PolyglotException whenAsked) {
            return Outcomes.failure(whenAsked, String::valueOf); // by a getter of what was thrown
        }
    }

    private String text(Value value) {
        Value known = prelude;
        return known == null
                ? value.toString()
                : known.invokeMember("shown", value).asString();
    }

    /** What becomes of a promise, null when nothing is left that could settle it; what is none stays what it is. */
    private @Nullable Value awaited(Value prelude, Value value) throws InterruptedException {
        Value state = prelude.invokeMember("watched", value); // and all jobs that waited have run
        if (state.isNull()) {
            return value;
        }
        while (state.getMember("over").isNull()) {
            Value pause = prelude.invokeMember("pause");
            if (pause.isNull()) {
                return null;
            }
            interruption.pause(pause.asLong());
            prelude.invokeMember("runTimer");
        }
        return prelude.invokeMember("result", state);
    }

    private Context known() {
        Context known = context;
        if (known == null) {
            context = known = contexts.get();
        }
        return known;
    }

    /** Ends the cell that is running, at once if it waits or has been interrupted before; false when that is not for JavaScript to do. */
    public boolean interrupt() {
        return interruption.interrupt();
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
