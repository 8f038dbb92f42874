// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.host.interpreter.ContextFactory;
import org.sharedobjects.host.json.RawJson;

/** Runs the cells of one notebook where they say. Used by one thread, but for {@link #interrupt}. */
final class Notebook implements AutoCloseable {

    private final ContextFactory contexts;
    private final HeapOpener heaps;
    private final Publisher publisher;
    private final Questions questions;
    private volatile Session session;
    private volatile CompletableFuture<?> prepared = new CompletableFuture<>();

    Notebook(
            ContextFactory contexts,
            HeapOpener heaps,
            @Nullable String heap,
            Publisher publisher,
            Questions questions) {
        this.contexts = contexts;
        this.heaps = heaps;
        this.publisher = publisher;
        this.questions = questions;
        session = new Session(contexts, heaps.open(heap, null), publisher, questions);
    }

    /** Makes the first interpreter ready, in the background. */
    void prepare() {
        prepared = session.main().ask("is_complete", "");
    }

    boolean isPrepared() {
        return prepared.isDone();
    }

    Outcome run(Cell cell) {
        Directive directive = Directive.of(cell.code());
        Cell rest = cell.withCode(directive.code());
        String mistake = directive.mistake();
        if (mistake != null) {
            return session.main().fail(cell, mistake).join();
        }
        return switch (directive.kind()) {
            case HERE -> session.run(rest);
            case INTERP -> session.runIn(directive.count(), rest);
            case PARALLEL -> session.runParallel(directive.count(), rest);
            case HEAP -> runOn(directive.heap(), directive.size(), rest);
        };
    }

    CompletableFuture<RawJson> ask(String method, Object... arguments) {
        return session.ask(method, arguments);
    }

    void interrupt() {
        session.interrupt();
    }

    @Override
    public void close() {
        session.close();
    }

    /** Goes on with another heap, in a new interpreter. */
    private Outcome runOn(@Nullable String name, @Nullable String size, Cell rest) {
        Session before = session;
        SharedHeap heap;
        try {
            heap = heaps.open(name, size);
        } catch (RuntimeException e) {
            return before.main().fail(rest, String.valueOf(e.getMessage())).join();
        }
        session = new Session(contexts, heap, publisher, questions);
        Thread.ofPlatform().daemon().name("closing").start(before::close); // workers may take their time
        publisher.write("stdout", "heap " + name + ", in a new interpreter\n");
        return session.run(rest);
    }
}
