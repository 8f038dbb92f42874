// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.junit.jupiter.api.Test;

class KeptSourcesTest {

    private static final String COMPILE = "lambda keep, text, name: (keep(text, name), compile(text, name, 'exec'))[1]";

    private static final ProxyExecutable KEEP = arguments -> {
        KeptSources.keep(arguments[0].asString(), arguments[1].asString());
        return 0;
    };

    private static Value compile(Context context, String text, String name) {
        return context.eval("python", COMPILE).execute(KEEP, text, name);
    }

    private static boolean isCached(Engine engine, String text) {
        return engine.getCachedSources().stream()
                .anyMatch(source -> source.getCharacters().toString().equals(text));
    }

    private static Engine engine() {
        return Engine.newBuilder().option("engine.WarnInterpreterOnly", "false").build();
    }

    private static Context context(Engine engine) {
        return Context.newBuilder("python")
                .engine(engine)
                .allowAllAccess(true)
                .options(Map.of("python.DontWriteBytecodeFlag", "true"))
                .allowExperimentalOptions(true)
                .build();
    }

    @Test
    void shouldKeepTheCodeOfAProgramForTheNextInterpreter() {
        String text = "def kept():\n    return 'kept'\n";
        try (Engine engine = engine()) {
            try (Context first = context(engine)) {
                assertEquals(
                        "kept.py",
                        compile(first, text, "kept.py").getMember("co_filename").asString());
            }
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            assertTrue(isCached(engine, text));
            try (Context second = context(engine)) {
                assertEquals(
                        "kept.py",
                        compile(second, text, "kept.py")
                                .getMember("co_filename")
                                .asString());
            }
        }
    }

    @Test
    void shouldLeaveASyntaxErrorToCompile() {
        try (Engine engine = engine();
                Context context = context(engine)) {
            context.getBindings("python").putMember("keep", KEEP);
            Value message = context.eval("python", """
                    keep("def broken(:\\n", "broken.py")
                    try:
                        compile("def broken(:\\n", "broken.py", "exec")
                    except SyntaxError as error:
                        place = (error.filename, error.lineno)
                    place
                    """);
            assertEquals("broken.py", message.getArrayElement(0).asString());
            assertEquals(1, message.getArrayElement(1).asInt());
        }
    }
}
