// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every model of the protocol holds, and the checker finds every named fault that can be put into it. What takes long is
 * explored again when the model has changed, and with {@code -Dpso.long=true}.
 */
@Tag("fast")
class SpinModelsTest {
    private static final boolean LONG = Boolean.getBoolean("pso.long");
    private static final ExecutorService CHECKERS = Executors.newFixedThreadPool(2);

    @BeforeAll
    static void needsTools() {
        assumeTrue(SpinModel.toolsExist(), "the protocol models are not checked: spin or gcc is not installed");
    }

    @AfterAll
    static void stopCheckers() {
        CHECKERS.shutdownNow();
    }

    @TestFactory
    Stream<DynamicTest> shouldHoldInEveryInterleaving() throws IOException {
        return started("", SpinModel.all().stream().map(model -> new Case(model, "")));
    }

    @TestFactory
    Stream<DynamicTest> shouldFindEveryMutant() throws IOException {
        return started(
                " finds ",
                SpinModel.all().stream()
                        .flatMap(model -> model.mutants().stream().map(m -> new Case(model, m))));
    }

    @Test
    void shouldSayWhatWasExploredOfEachModelAsItIs() throws IOException {
        List<String> stale = SpinModel.all().stream()
                .map(SpinModel::staleness)
                .filter(Objects::nonNull)
                .toList();
        assertEquals(List.of(), stale, "to be written there when these have been explored");
    }

    @Test
    void shouldHaveAModelForEveryMutant() throws IOException {
        List<String> named = SpinModel.all().stream()
                .flatMap(model -> model.mutants().stream())
                .distinct()
                .sorted()
                .toList();
        assertEquals(SpinModel.allSwitches(), named);
    }

    private record Case(SpinModel model, String mutant) {}

    private static Stream<DynamicTest> started(String verb, Stream<Case> cases) {
        return cases
                .filter(c -> LONG || !c.model().settled().contains(c.mutant()))
                .map(c -> {
                    Future<Boolean> holds = CHECKERS.submit(() -> c.model().holds(c.mutant()));
                    return dynamicTest(c.model().name() + verb + c.mutant(), () -> {
                        if (c.mutant().isEmpty()) {
                            assertTrue(holds.get());
                        } else {
                            assertFalse(holds.get());
                        }
                    });
                })
                .toList()
                .stream();
    }
}
