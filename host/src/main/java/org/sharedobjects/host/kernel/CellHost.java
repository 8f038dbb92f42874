// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import java.util.Arrays;
import java.util.Map;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.host.interpreter.Interpreter;
import org.sharedobjects.host.javascript.Javascript;
import org.sharedobjects.host.json.RawJson;

/** What the Python side of a notebook asks of the host. */
final class CellHost {

    private final Interpreter interpreter;
    private final Publisher publisher;
    private final Questions questions;
    private final Javascript javascript;
    private volatile @Nullable Cell cell;
    private volatile Questions.@Nullable Question question;

    CellHost(Interpreter interpreter, Publisher publisher, Questions questions) {
        this.interpreter = interpreter;
        this.publisher = publisher;
        this.questions = questions;
        this.javascript = new Javascript(interpreter::newCompanion);
    }

    /** Raises KeyboardInterrupt in the running cell. */
    void interrupt() {
        if (!javascript.interrupt()) {
            interpreter.interrupt();
        }
    }

    void begin(Cell next) {
        cell = next;
    }

    ProxyObject members() {
        Map<String, Object> members = Map.of(
                "write", function(a -> publisher.write(a[0].asString(), a[1].asString())),
                "behind", function(_ -> publisher.isBehind()),
                "publish", function(this::publish),
                "ask", function(this::ask),
                "answer", function(_ -> answer()),
                "drop", function(_ -> drop()),
                "javascript", function(this::javascript),
                "call_javascript", function(this::callJavascript),
                "ended",
                        function(_ -> {
                            interpreter.endInterrupts();
                            return true;
                        }));
        return ProxyObject.fromMap(members);
    }

    private static ProxyExecutable function(ProxyExecutable function) {
        return function;
    }

    private Object publish(Value... arguments) {
        publisher.publish(arguments[0].asString(), new RawJson(arguments[1].asString()));
        return true;
    }

    private Object javascript(Value... arguments) {
        Value[] python = Arrays.copyOfRange(arguments, 2, arguments.length);
        return javascript.run(arguments[0].asString(), arguments[1].asString(), python);
    }

    private Object callJavascript(Value... arguments) {
        return javascript.call(arguments[0], Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    private Object ask(Value... arguments) {
        Cell asking = cell;
        if (asking != null) {
            question = questions.ask(asking.request(), arguments[0].asString(), arguments[1].asBoolean());
        }
        return true;
    }

    /** The answer to the last question; null when there is none within a moment. */
    private @Nullable Object answer() {
        Questions.Question waiting = question;
        if (waiting == null) {
            return null;
        }
        try {
            return waiting.poll();
        } catch (InterruptedException e) {
            return null; // somebody wants Python code to run here, which it does when this returns
        }
    }

    private Object drop() {
        Questions.Question waiting = question;
        if (waiting != null) {
            waiting.drop();
            question = null;
        }
        return true;
    }
}
