// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
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
    /** The running cell's questions. */
    private final Set<Questions.Question> asked = ConcurrentHashMap.newKeySet();

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

    /** Threads that the cell has left behind, and an interrupt right behind a question, would keep the next one from being put. */
    void end() {
        asked.forEach(Questions.Question::drop);
        asked.clear();
    }

    ProxyObject members() {
        Map<String, Object> members = Map.of(
                "write", function(a -> publisher.write(a[0].asString(), a[1].asString())),
                "behind", function(_ -> publisher.isBehind()),
                "publish", function(this::publish),
                "ask", function(this::ask),
                "answer", function(CellHost::answer),
                "drop", function(this::drop),
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

    /** A question, which is asked until there is an answer or it is dropped, with its cell at the latest; None when there is no cell. */
    private @Nullable Object ask(Value... arguments) {
        Cell asking = cell;
        if (asking == null) {
            return null;
        }
        Questions.Question question =
                questions.ask(asking.request(), arguments[0].asString(), arguments[1].asBoolean());
        asked.add(question);
        return question;
    }

    /** The answer to a question: None when there is none within a moment, False when it has been dropped. */
    private static @Nullable Object answer(Value... arguments) {
        try {
            Questions.Question question = arguments[0].asProxyObject();
            return question.isDropped() ? (Object) false : question.poll();
        } catch (InterruptedException e) {
            return null; // somebody wants Python code to run here, which it does when this returns
        }
    }

    private Object drop(Value... arguments) {
        Questions.Question question = arguments[0].asProxyObject();
        question.drop();
        asked.remove(question);
        return true;
    }
}
