// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.host.json.RawJson;

/** Cells, what they show, and what a page asks. */
class KernelTest extends KernelCase {

    @Test
    void shouldSayWhatItIsBeforePythonIsThere() {
        assertEquals("ok", early.get("status"));
        assertEquals("a banner", early.get("banner"));
        assertTrue(String.valueOf(early.get("language_info")).contains("name=python"), early.toString());
        assertEquals("beat", page.beat("beat"));
    }

    @Test
    void shouldGiveResultsAndStreamsInOrder() {
        assertEquals("2", page.run("1+1").result());
        Page.Run run = page.run("import sys\nprint('ä')\nprint('b', file=sys.stderr)\nprint('c', end='')\n'd'");
        assertEquals(
                List.of("status", "execute_input", "stream", "stream", "stream", "execute_result"),
                run.told().stream().map(Page.Received::type).toList());
        assertEquals("äc".replace("ä", "ä\n"), run.stream("stdout"));
        assertEquals("b\n", run.stream("stderr"));
        assertEquals("'d'", run.result());
        assertEquals("'d'", page.run("_").result());
        assertEquals(
                List.of(),
                page.run("3;").told().stream()
                        .filter(each -> each.type().equals("execute_result"))
                        .toList());
    }

    @Test
    void shouldShowErrorsWithTheLinesOfTheCellAndNothingOfTheKernel() {
        String traceback = error(page.run("def broken(x):\n    return 1 / x\n\nbroken(0)"));
        assertTrue(traceback.contains("line 4, in <module>,     broken(0)"), traceback);
        assertTrue(traceback.contains("    return 1 / x"), traceback);
        assertTrue(traceback.endsWith("ZeroDivisionError: division by zero]"), traceback);
        assertFalse(traceback.contains("_cells.py"), traceback);
        assertTrue(error(page.run("x = (")).contains("SyntaxError"));
        assertTrue(error(page.run("raise SystemExit(3)")).contains("SystemExit: 3"));
    }

    @Test
    void shouldCountOnlyWhatIsStored() {
        long count = number(page.run("1"));
        assertEquals(
                count + 1, page.run("1", Map.of("store_history", false)).reply().get("execution_count"));
        Page.Run silent = page.run("print('quiet'); 2", Map.of("silent", true));
        assertEquals(
                List.of("status", "stream"),
                silent.told().stream().map(Page.Received::type).toList());
        assertEquals(count + 1, number(page.run("'the last'")));
        Object tail = page.ask("shell", "history_request", Map.of("hist_access_type", "tail", "n", 1))
                .get("history");
        assertEquals("[[0, " + (count + 1) + ", 'the last']]", String.valueOf(tail));
    }

    private static long number(Page.Run run) {
        return run.reply().get("execution_count") instanceof Long number ? number : -1;
    }

    @Test
    void shouldNotRunWhatWasSentBeforeTheError() {
        String failing = page.execute("import time; time.sleep(0.3); 1/0", Map.of());
        String waiting = page.execute("'not run'", Map.of());
        assertEquals("error", page.collect(failing).status());
        assertEquals("aborted", page.collect(waiting).status());
        String forgiven = page.execute("import time; time.sleep(0.2); 1/0", Map.of("stop_on_error", false));
        String next = page.execute("'run'", Map.of());
        assertEquals("error", page.collect(forgiven).status());
        assertEquals("'run'", page.collect(next).result());
    }

    @Test
    void shouldCompleteInspectAndJudge() {
        page.run("colours = {'red': 1, 'green': 2}");
        assertEquals("[colours]", matches("print(colou", 11), "names of the notebook");
        assertEquals("[removeprefix, removesuffix]", matches("''; str.remove", 14));
        assertEquals("[red]", matches("colours['r", 10));
        assertEquals("[%timeit]", matches("%timei", 6));
        assertEquals("[colours]", matches("colou", 99));
        assertEquals(
                false,
                page.ask("shell", "inspect_request", Map.of("code", "", "cursor_pos", 9))
                        .get("found"));
        page.run("def told(a, b=2):\n    'What it does.'");
        assertTrue(inspected("told(").startsWith("Signature: told(a, b=2)"), inspected("told("));
        assertTrue(inspected("told(").contains("What it does."), inspected("told("));
        assertTrue(inspected("len(").startsWith("Signature: len("), inspected("len("));
        assertEquals("complete", completeness("x = 1"));
        assertEquals("incomplete", completeness("for i in x:"));
        assertEquals("incomplete", completeness("print(1,"));
        assertEquals("complete", completeness("await f()"));
        assertEquals("invalid", completeness("x = = 2"));
    }

    private static String matches(String code, int position) {
        return String.valueOf(page.ask("shell", "complete_request", Map.of("code", code, "cursor_pos", position))
                .get("matches"));
    }

    private static String inspected(String code) {
        Object request = Map.of("code", code, "cursor_pos", code.length(), "detail_level", 0);
        return Page.Run.data(page.ask("shell", "inspect_request", request), "text/plain");
    }

    private static String completeness(String code) {
        return String.valueOf(
                page.ask("shell", "is_complete_request", Map.of("code", code)).get("status"));
    }

    @Test
    void shouldDisplayAndUpdateInAllForms() {
        Page.Run run = page.run("""
                class Shown:
                    def _repr_html_(self): return "<b>shown</b>"
                    def _repr_png_(self): return b"png"
                    def _repr_mimebundle_(self, include=None, exclude=None): return {"text/markdown": "*m*"}
                handle = display(1, display_id=True)
                handle.update(Shown())
                """);
        Map<String, @Nullable Object> shown = run.only("update_display_data");
        assertEquals("<b>shown</b>", Page.Run.data(shown, "text/html"));
        assertEquals("cG5n", Page.Run.data(shown, "image/png"));
        assertEquals("*m*", Page.Run.data(shown, "text/markdown"));
        assertEquals(run.only("display_data").get("transient"), shown.get("transient"));
        Page.Run broken = page.run("class Broken:\n    def __repr__(self): 1/0\nBroken()");
        assertTrue(broken.result().contains("Broken object at"), broken.result());
        assertTrue(broken.stream("stderr").contains("ZeroDivisionError"));
        assertFalse(broken.stream("stderr").contains("_formatting.py"), broken.stream("stderr"));
    }

    @Test
    void shouldAwaitAtTopLevel() {
        assertEquals(
                "7",
                page.run("import asyncio\nlate = await asyncio.sleep(0.01, 7)\nlate")
                        .result());
        assertEquals("7", page.run("late").result());
        page.run(
                "async def twice(n):\n    await asyncio.sleep(0)\n    return 2 * n\ntask = asyncio.create_task(twice(3))");
        assertEquals("6", page.run("await task").result());
        assertEquals("[2, 4]", page.run("[await twice(n) for n in (1, 2)]").result());
        assertEquals("8", page.run("asyncio.run(twice(4))").result());
    }

    @Test
    void shouldShowNoValueBeforeASemicolon() {
        for (String silenced : List.of("hash_ = '#'; hash_;", "1; # one", "if 1: pass\n'é'  ;")) {
            assertFalse(page.run(silenced).told().toString().contains("execute_result"), silenced);
        }
        assertEquals("';'", page.run("';' # ;").result());
    }

    @Test
    void shouldLendIPythonsDisplay() {
        Page.Run run = page.run("""
                from IPython.display import HTML, Image, display, update_display
                import IPython
                display(HTML('<b>one</b>'), display_id='lent')
                update_display(HTML('<b>two</b>'), display_id='lent')
                Image(b'\\x89PNG'), IPython.get_ipython()
                """);
        assertEquals("<b>one</b>", Page.Run.data(run.only("display_data"), "text/html"));
        assertEquals("<b>two</b>", Page.Run.data(run.only("update_display_data"), "text/html"));
        assertEquals("(<Image of 4 bytes>, None)", run.result());
        assertEquals("iVBORw==", Page.Run.data(page.run("Image(b'\\x89PNG')").only("execute_result"), "image/png"));
        assertTrue(error(page.run("import IPython.core")).contains("ModuleNotFoundError"));
    }

    @Test
    void shouldSendNoLoneSurrogates() {
        Page.Run run = page.run("print('a\\ud800'); display({'\\udc00': 1}, raw=True)");
        assertEquals("a?\n", run.stream("stdout"));
        assertTrue(
                run.only("display_data").toString().contains("?=1"), run.told().toString());
    }

    @Test
    void shouldEvaluateUserExpressions() {
        Page.Run run =
                page.run("base = 20", Map.of("user_expressions", new RawJson("{\"a\": \"base + 1\", \"b\": \"1/0\"}")));
        String evaluated = String.valueOf(run.reply().get("user_expressions"));
        assertTrue(evaluated.contains("text/plain=21") && evaluated.contains("ename=ZeroDivisionError"), evaluated);
    }

    @Test
    void shouldCloseCommsThatHaveNoTarget() {
        assertEquals(Map.of(), page.ask("shell", "comm_info_request", Map.of()).get("comms"));
        String opening = page.send("shell", "comm_open", Map.of("comm_id", "c1", "target_name", "t", "data", Map.of()));
        page.await(opening, "comm_close");
        page.send("shell", "comm_msg", Map.of("comm_id", "c1", "data", Map.of()));
        assertEquals("1", page.run("1").result());
    }

    @Test
    void shouldIgnoreWhatIsSignedWronglyOrHasComeBefore() throws InterruptedException {
        PrintStream before = System.err;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            page.sendForged("shell", "execute_request", Map.of("code", "forged = 1"));
            page.run("runs = 0");
            page.sendTwice("shell", "execute_request", Map.of("code", "runs += 1"));
            assertEquals("(False, 1)", page.run("'forged' in globals(), runs").result());
        } finally {
            System.setErr(before);
        }
        assertEquals(
                "pso: a message was ignored: its signature is wrong\npso: a message was ignored: it has come before\n",
                err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void shouldKeepManyLinesInFewMessages() {
        Page.Run run = page.run("for i in range(20_000): print(i)");
        String expected = IntStream.range(0, 20_000).mapToObj(i -> i + "\n").collect(Collectors.joining());
        assertEquals(expected, run.stream("stdout"));
        assertTrue(run.told().size() < 2_000, "messages: " + run.told().size());
    }

    @Test
    void shouldShareClassesOfCellsAndLetThemBeEdited() {
        page.run("@so.shared\nclass Edited:\n    def f(self): return 1\nso.root['edited'] = Edited()");
        assertEquals("1", page.run("so.root['edited'].f()").result());
        page.run("@so.shared\nclass Edited:\n    def f(self): return 2");
        assertEquals("2", page.run("so.root['edited'].f()").result());
        page.run("def sourced(): return 1");
        assertEquals(
                "'def sourced(): return 1\\n'",
                page.run("import inspect; inspect.getsource(sourced)").result());
    }

    @Test
    void shouldRunCellsInOtherInterpreters() {
        Page.Run first =
                page.run("%%interp 1\nimport os\nonly_there = so.root['from there'] = 5\nprint('there')\nonly_there");
        assertEquals("there\n", first.stream("stdout"));
        assertEquals("5", first.result());
        assertEquals("6", page.run("%%interp 1\nonly_there + 1").result());
        assertTrue(error(page.run("%%interp 1\n1/0")).contains("line 2, in <module>,     1/0"));
        assertEquals(
                "(5, False)",
                page.run("so.root['from there'], 'only_there' in globals()").result());
        Page.Run parallel = page.run("%%parallel 2\nprint('in', so.current().index)\nso.current().count");
        assertEquals("[0] 2\n[1] 2", parallel.result());
        assertEquals(
                List.of("in 0", "in 1"),
                parallel.stream("stdout").lines().sorted().toList());
        String failed = error(page.run("%%parallel 2\nif so.current().index == 1: 1/0\nimport time; time.sleep(100)"));
        assertTrue(failed.startsWith("[In interpreter 1:, Traceback"), failed);
    }

    @Test
    void shouldShowSharedObjectsEscapedAndFollowThem() {
        page.run("seen = so.root['seen'] = {'<b>': [1, 2], 'n': 0}\nseen = so.root['seen']\nseen['self'] = seen");
        String html = Page.Run.data(page.run("seen").only("execute_result"), "text/html");
        assertTrue(html.contains("dict of 3") && html.contains("&lt;b&gt;"), html);
        assertTrue(html.contains("as above") && !html.contains("<b>"), html);
        String svg = Page.Run.data(page.run("so.graph(seen)").only("execute_result"), "image/svg+xml");
        assertTrue(svg.contains("list of 2") && svg.contains("&lt;b&gt;") && !svg.contains("<b>"), svg);
        assertTrue(Page.Run.data(page.run("so.stats()").only("execute_result"), "text/html")
                .contains("used_bytes"));
        page.run("watched = so.watch(seen)");
        Page.Run run = page.run("""
                import time
                begun = time.monotonic()
                while time.monotonic() < begun + 1:
                    seen['n'] += 1
                seen['n'] = 'the last'
                watched.stop()
                time.monotonic() - begun
                """);
        List<Page.Received> updates = run.told().stream()
                .filter(each -> each.type().equals("update_display_data"))
                .toList();
        assertTrue(updates.size() <= 2 + 20 * Double.parseDouble(run.result()), "updates: " + updates.size());
        String last = Page.Run.data(updates.getLast().content(), "text/html");
        assertTrue(last.contains("the last"), last);
    }

    @Test
    void shouldCarryOutMagics() {
        assertTrue(error(page.run("%%atomic\nso.root['half'] = 1\n1/0")).contains("line 3, in <module>"));
        assertEquals("False", page.run("'half' in so.root").result());
        assertTrue(page.run("%time 1 + 1").stream("stdout").startsWith("took "));
        assertTrue(page.run("%%timeit -n 2 -r 2\npass").stream("stdout").endsWith("(2 runs of 2 loops)\n"));
        assertTrue(page.run("%lsmagic").stream("stdout").contains("%%parallel"));
        assertTrue(page.run("%gc").stream("stdout").startsWith("released: "));
        assertEquals("no transaction had to run again\n", page.run("%tx reset").stream("stdout"));
        assertEquals(
                "['a', 'b']",
                page.run("word = 'b'\nlines = !echo a; echo {word}\nlines").result());
        assertEquals("c\n", page.run("!echo c").stream("stdout"));
        assertTrue(String.valueOf(page.run("?word").reply().get("payload")).contains("Type: str"));
        assertTrue(page.run("%who").stream("stdout").contains("word"));
        assertTrue(page.run("%matplotlib inline\n2").stream("stderr").startsWith("%matplotlib has no effect: "));
        Path file = folder.resolve("some.py");
        page.run("%%writefile " + file + "\nimport sys\nran = sys.argv[1:]");
        assertEquals("['x']", page.run("%run " + file + " x\nran").result());
        page.run("%env PSO_TEST=given");
        assertEquals("'given'", page.run("%env PSO_TEST").result());
        String none = "there is no magic %nope: %lsmagic lists those that there are";
        assertEquals("[UsageError: " + none + "]", error(page.run("a = 1\n%nope")));
        assertTrue(error(page.run("%%nope\n1")).startsWith("[UsageError: there is no magic %%nope"));
        assertTrue(error(page.run("%%parallel many\n1")).startsWith("[UsageError: %%parallel N"));
    }

    @Test
    void shouldGoOnWhenTheKernelItselfHasTooLittleMemory() {
        assertTrue(error(page.run("%heap x too-large")).contains("OutOfMemoryError: Java heap space"));
        assertEquals("2", page.run("1+1").result());
    }

    @Test
    void shouldGoOnWithAnotherHeap() throws IOException, InterruptedException {
        try (SharedHeap other = open("other", null)) {
            other.root().put("answer", 42L);
            Page.Run run = page.run("%heap other\nso.root['answer'], 'kept' in globals()");
            assertEquals("(42, False)", run.result());
            page.run("so.root['answer'] += 1");
            assertEquals(43L, other.root().get("answer"));
            assertTrue(page.run("%heap").stream("stdout").contains("other"));
        }
    }
}
