// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle;

import java.util.List;
import java.util.stream.Stream;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Every function {@code should_…} of the Python files beside this class is a test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PythonFilesTest {
    private static final List<String> FILES = List.of(
            "lists.py", "dicts.py", "copying.py", "instances.py", "transactions.py", "native_code.py", "errors.py");

    private TestInterpreters interpreters = new TestInterpreters(0);

    @BeforeAll
    void start() {
        interpreters.close();
        interpreters = new TestInterpreters(2);
    }

    @AfterAll
    void stop() {
        interpreters.close();
    }

    @TestFactory
    Stream<DynamicContainer> files() {
        return FILES.stream().map(file -> DynamicContainer.dynamicContainer(file, tests(file)));
    }

    private Stream<DynamicTest> tests(String file) {
        Value names = interpreters.run(1, file);
        return names.getMemberKeys().stream()
                .filter(name -> name.startsWith("should_") && isOf(names.getMember(name), file))
                .sorted()
                .map(name -> DynamicTest.dynamicTest(
                        name, () -> names.getMember(name).executeVoid()));
    }

    private static boolean isOf(Value function, String file) {
        return function.getMember("__code__")
                .getMember("co_filename")
                .asString()
                .endsWith(file);
    }
}
