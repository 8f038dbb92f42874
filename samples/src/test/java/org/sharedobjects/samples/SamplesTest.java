// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.samples;

import static java.util.Comparator.comparingInt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {
    private static final Path SAMPLES = Pso.REPOSITORY.resolve("samples");

    /** Prints the counts sorted by word, and how many words each interpreter counted. */
    private static final String READ_COUNTS = """
            import shared_objects as so
            result = so.root["wordcount"]
            for word in sorted(result["counts"]):
                print(word, result["counts"][word])
            print(*result["words_by_interpreter"].values())
            """;

    @TempDir
    Path folder;

    private static Pso.Outcome succeed(Object... arguments) throws Exception {
        var outcome = Pso.run(arguments);
        assertEquals("", outcome.errors());
        assertEquals(0, outcome.exitCode(), outcome.output());
        return outcome;
    }

    /** Zipf-like text: word n about as often as 1/n, so that there are ties and rare words too. */
    private static List<String> words(int count) {
        var random = new Random(42);
        return random.doubles(count)
                .mapToObj(x -> "word" + (int) Math.pow(500, x))
                .toList();
    }

    private static Map<String, Integer> counter(List<String> words) {
        var counts = new LinkedHashMap<String, Integer>();
        words.forEach(word -> counts.merge(word, 1, Integer::sum));
        return counts;
    }

    private Path writeText(List<String> words) throws Exception {
        var text = new StringBuilder();
        for (int i = 0; i < words.size(); i++) text.append(words.get(i)).append(i % 12 == 11 ? ",\n" : " ");
        return Files.writeString(folder.resolve("text.txt"), text);
    }

    @Test
    void wordcountPrintsWhatCounterCountsAndSharesItThroughTheHeap() throws Exception {
        var words = words(20_000);
        var heap = folder.resolve("words.heap");
        var text = writeText(words);

        var printed = succeed("--heap", heap, SAMPLES.resolve("wordcount/wordcount.py"), text)
                .lines();

        var expected = counter(words).entrySet().stream()
                .sorted(comparingInt(entry -> -entry.getValue()))
                .limit(10)
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .toList();
        assertEquals(expected, printed);
        assertSharedCounts(counter(words), words.size(), heap);
    }

    private void assertSharedCounts(Map<String, Integer> expected, int total, Path heap) throws Exception {
        var reader = Files.writeString(folder.resolve("reader.py"), READ_COUNTS);
        var lines = succeed("--heap", heap, reader).lines();
        var sorted = expected.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .toList();
        assertEquals(sorted, lines.subList(0, lines.size() - 1));
        var shares = Pattern.compile(" ")
                .splitAsStream(lines.getLast())
                .mapToInt(Integer::parseInt)
                .toArray();
        assertTrue(shares.length >= 2 && IntStream.of(shares).allMatch(share -> share > 0), lines.getLast());
        assertEquals(total, IntStream.of(shares).sum());
    }

    @Test
    void bankKeepsItsTotalAtEveryMoment() throws Exception {
        var lines = succeed(SAMPLES.resolve("bank/bank.py"), 20_000).lines();
        assertTrue(lines.get(0).matches("transfers: \\d+ refused: \\d+"), lines.get(0));
        assertEquals("total: 100000", lines.get(1));
        assertEquals("totals seen meanwhile: 100000", lines.get(2));
    }

    @Test
    void methodRunsInAnInterpreterThatNeverSawTheClass() throws Exception {
        assertEquals(
                List.of("Parcel: 1.5 kg to Lisbon, stamped by main, worker", "the same object here: True"),
                succeed(SAMPLES.resolve("travelling_class/travelling_class.py")).lines());
    }

    @Test
    void pipelinePassesJobsByReference() throws Exception {
        assertEquals(
                List.of("jobs done: 200", "sum of squares: 2646700", "the very objects that were sent: True"),
                succeed(SAMPLES.resolve("pipeline/pipeline.py"), 200).lines());
    }

    @Test
    void javaProgramSellsItsStockThroughPython() {
        var standardOutput = System.out;
        var captured = new ByteArrayOutputStream();
        System.setOut(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            Shop.main(new String[] {SAMPLES.resolve("embedding/rules.py").toString()});
        } finally {
            System.setOut(standardOutput);
        }
        assertEquals(
                List.of("income: 40500", "tea left: 0", "one more: ValueError: only 0 of tea left"),
                captured.toString(StandardCharsets.UTF_8).lines().toList());
    }
}
