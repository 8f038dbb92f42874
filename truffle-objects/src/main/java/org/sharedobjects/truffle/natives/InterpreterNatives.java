// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.natives;

import com.oracle.graal.python.builtins.objects.PNone;
import org.sharedobjects.truffle.interpreter.Blocking;
import org.sharedobjects.truffle.interpreter.PythonText;

/** The interpreters of the host. */
final class InterpreterNatives {
    private InterpreterNatives() {}

    static void add(NativeModule module) {
        module.add("index", 0, (interpreter, arguments) -> interpreter.services.index())
                .add("count", 0, (interpreter, arguments) -> interpreter.services.count())
                .add("interpreter_id", 0, (interpreter, arguments) -> interpreter.services.id())
                .add("chaos", 0, (interpreter, arguments) -> interpreter.services.chaos())
                .add("main_script", 0, (interpreter, arguments) -> {
                    String script = interpreter.services.mainScript();
                    return script == null ? PNone.NONE : PythonText.of(script);
                })
                .addOptional("barrier", 1, (interpreter, arguments) -> {
                    Deadline end = Deadline.in(Arguments.nanos(arguments[0]));
                    return Blocking.run(interpreter, state -> state.services.barrier(end.left()));
                })
                .add(
                        "spawn",
                        2,
                        (interpreter, arguments) -> interpreter.services.spawn(
                                Arguments.dict(arguments[0]).ref, Arguments.truth(arguments[1])))
                .addOptional("join", 2, (interpreter, arguments) -> {
                    long worker = Arguments.integer(arguments[0]);
                    Deadline end = Deadline.in(Arguments.nanos(arguments[1]));
                    return Blocking.run(interpreter, state -> state.services.join(worker, end.left()));
                })
                .add("cancel", 1, (interpreter, arguments) -> {
                    interpreter.services.cancel(Arguments.integer(arguments[0]));
                    return PNone.NONE;
                });
    }
}
