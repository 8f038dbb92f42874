// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
    /** What each thread waits to be told; a thread of Python asks one thing at a time. */
    private final Map<Thread, Questions.Question> asked = new ConcurrentHashMap<>();

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

    /** No code of the cell runs on this thread any more. */
    void end() {
        drop(); // an interrupt may have come between a question and what would have dropped it
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
        drop();
        Cell asking = cell;
        if (asking != null) {
            asked.put(
                    Thread.currentThread(),
                    questions.ask(asking.request(), arguments[0].asString(), arguments[1].asBoolean()));
        }
        return true;
    }

    /** The answer to this thread's question; null when there is none within a moment. */
    private @Nullable Object answer() {
        Questions.Question question = asked.get(Thread.currentThread());
        if (question == null) {
            return null;
        }
        try {
            return question.poll();
        } catch (InterruptedException e) {
            return null; // somebody wants Python code to run here, which it does when this returns
        }
    }

    private Object drop() {
        Questions.Question question = asked.remove(Thread.currentThread());
        if (question != null) {
            question.drop();
        }
        return true;
    }
}
