// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import java.util.concurrent.CompletableFuture;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.host.interpreter.Interpreter;
import org.sharedobjects.host.interpreter.Launcher;
import org.sharedobjects.host.json.RawJson;
import org.sharedobjects.host.signals.ProcessEnd;

/** An interpreter that runs cells, one after the other. Thread-safe. */
final class CellRunner {

    private static final Source START = Source.newBuilder(
                    "python", "from shared_objects.notebook._cells import start\nstart", "<notebook>")
            .internal(true)
            .buildLiteral();

    private final Interpreter interpreter;
    private final CellHost host;
    private final Publisher publisher;
    private final boolean showsResults;
    private @Nullable Value cells;
    private int waiting;
    private boolean hasBegun;
    private boolean interruptedEarly;

    /** @param showsResults whether it shows values and errors of its cells, or leaves that to the caller */
    CellRunner(Interpreter interpreter, Publisher publisher, Questions questions, boolean showsResults) {
        this.interpreter = interpreter;
        this.publisher = publisher;
        this.host = new CellHost(interpreter, publisher, questions);
        this.showsResults = showsResults;
    }

    /** Runs a cell; the future never fails. */
    CompletableFuture<Outcome> execute(Cell cell) {
        return outcome(cell, "execute", cell.code());
    }

    /** Shows that a cell cannot be run. */
    CompletableFuture<Outcome> fail(Cell cell, String message) {
        return outcome(cell, "fail", message);
    }

    private CompletableFuture<Outcome> outcome(Cell cell, String method, String text) {
        synchronized (this) {
            waiting++;
        }
        return interpreter
                .submit(context -> inside(context, cell, method, text))
                .exceptionally(failure -> shown(Outcome.failed("SystemError", String.valueOf(failure.getMessage()))));
    }

    private Outcome inside(Context context, Cell cell, String method, String text) {
        try {
            Value known = cells(context);
            host.begin(cell);
            beginInterrupts();
            return outcome(call(known, cell, method, text));
        } catch (PolyglotException e) {
            interpreter.endInterrupts(); // one more must not hit what tells of the first
            return shown(failure(e));
        } finally {
            host.end();
            synchronized (this) {
                waiting--;
            }
        }
    }

    private static Value call(Value cells, Cell cell, String method, String text) {
        return method.equals("fail")
                ? cells.invokeMember(method, text, cell.number(), cell.silent())
                : cells.invokeMember(
                        method,
                        text,
                        cell.number(),
                        cell.silent(),
                        cell.stored(),
                        cell.allowsQuestions(),
                        cell.expressions());
    }

    private static Outcome outcome(Value result) {
        Value text = result.getArrayElement(2);
        return new Outcome(
                result.getArrayElement(0).asBoolean(),
                new RawJson(result.getArrayElement(1).asString()),
                text.isNull() ? null : text.asString());
    }

    private Outcome shown(Outcome failure) {
        if (showsResults) {
            publisher.publish("error", failure.error("The cell could not be run to its end."));
        }
        return failure;
    }

    /** The JSON that a method of the notebook's Python side gives. */
    CompletableFuture<RawJson> ask(String method, Object... arguments) {
        return interpreter.submit(context ->
                new RawJson(cells(context).invokeMember(method, arguments).asString()));
    }

    private synchronized void beginInterrupts() {
        hasBegun = true;
        if (interruptedEarly) {
            interruptedEarly = false;
            host.interrupt();
        }
    }

    /** Raises KeyboardInterrupt in the cell that is running. The first one gets it when the Python side is there, whose loading would swallow it. */
    void interrupt() {
        synchronized (this) {
            if (!hasBegun) {
                interruptedEarly = waiting > 0;
                return;
            }
        }
        host.interrupt();
    }

    Interpreter interpreter() {
        return interpreter;
    }

    private Value cells(Context context) {
        Value known = cells;
        if (known == null) {
            Launcher.connect(interpreter, context);
            cells = known = context.eval(START).execute(host.members(), showsResults);
        }
        return known;
    }

    /** What ended a cell other than through the notebook's Python side, which handles all exceptions of Python. */
    private static Outcome failure(PolyglotException e) {
        if (e.isExit()) {
            ProcessEnd.now(e.getExitStatus() & 0xFF); // os._exit
        }
        Value error = e.getGuestObject();
        Value type = error == null ? null : error.getMetaObject();
        return Outcome.failed(type == null ? "SystemError" : type.getMetaSimpleName(), String.valueOf(e.getMessage()));
    }
}
