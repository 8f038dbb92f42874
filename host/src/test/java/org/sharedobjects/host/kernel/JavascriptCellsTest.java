// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Cells in JavaScript beside cells in Python, as a page sees them. The cells of a test use names of their own. */
class JavascriptCellsTest extends KernelCase {

    private static Page.Run js(String code) {
        return page.run("%%js\n" + code);
    }

    /** The text of a value, or of the error where there is none. */
    private static String value(String code) {
        Page.Run run = js(code);
        return run.status().equals("ok") ? run.result() : error(run);
    }

    private static String python(String code) {
        return page.run(code).result();
    }

    @Test
    void shouldShowTheValueOfTheLastExpression() {
        assertEquals("3", value("1 + 2"));
        assertEquals("'it\\'s'", value("\"it's\""));
        assertEquals("[1, 'a', null, [true]]", value("[1, 'a', null, [true]]"));
        assertEquals("{a: 1, 'b c': {d: 2n}}", value("({a: 1, 'b c': {d: 2n}})"));
        assertEquals("Map {1 => Set {'x'}}", value("new Map([[1, new Set(['x'])]])"));
        assertEquals("Point {x: 1}", value("class Point { constructor() { this.x = 1 } }\nnew Point()"));
        assertEquals("[Function: f]", value("function f() {}\nf"));
        assertEquals("null", value("null"));
        assertEquals(
                List.of("status", "execute_input"),
                js("var nothing").told().stream().map(Page.Received::type).toList());
        assertEquals("7", page.run("#!js\nvar s = 7\ns").result());
        assertEquals("7", page.run("%%javascript\ns").result());
        assertEquals("'of JavaScript'", value("'of ' + 'JavaScript'"));
        assertEquals("'of JavaScript'", python("_"));
        assertEquals("5", value("(async () => { await null; return 5 })()"));
    }

    @Test
    void shouldWriteInOrderWithPython() {
        assertEquals("a b\nc\n", js("console.log('a', 'b'); print('c')").stream("stdout"));
        assertEquals("{a: [1]} x\n", js("console.log({a: [1]}, 'x')").stream("stdout"));
        assertEquals("wrong\n", js("console.error('wrong')").stream("stderr"));
        page.run("""
                @so.shared
                class Writer:
                    def write(self, text): print(text)
                so.root['writer'] = Writer()
                """);
        assertEquals("1\n2\n3\n", js("console.log(1); so.root.writer.write('2'); console.log(3)").stream("stdout"));
    }

    @Test
    void shouldTellOfErrorsNobodyWaitsFor() {
        Page.Run run = js("async function lost() { throw new Error('lost') }\nlost(); 5");
        assertEquals("5", run.result());
        assertTrue(run.stream("stderr").startsWith("Uncaught (in promise) Error: lost\n    at lost (<cell "));
        assertFalse(run.stream("stderr").contains("_cells.py"), run.stream("stderr"));
        for (String waitedFor : List.of("lost()", "await lost()", "lost().catch(e => 1)", "Promise.all([lost()])")) {
            assertEquals("", js(waitedFor).stream("stderr"), waitedFor);
        }
        Page.Run both = js("Promise.reject(6); throw new RangeError('first')");
        assertEquals("RangeError", both.reply().get("ename"));
        assertEquals("Uncaught (in promise) 6\n", both.stream("stderr"));
    }

    @Test
    void shouldFormatWhatTheConsoleWrites() {
        assertEquals(
                "x is 5 2 {\"a\":1} [1] % more\n50% of %s\n",
                js("console.log('%s is %d %i %j %o %%', 'x', 5, 2.5, {a: 1}, [1], 'more'); console.log('50% of', '%s')")
                        .stream("stdout"));
        assertEquals("{a: 1}\n", js("console.dir({a: 1}); console.clear(); console.assert(true)").stream("stdout"));
        assertEquals("Assertion failed why 1\n", js("console.assert(1 > 2, 'why', 1)").stream("stderr"));
    }

    @Test
    void shouldCopyValuesStructurally() {
        page.run("so.root['sc'] = {'list': [1, {'x': None}], 'pair': (1, [2])}; so.root['sc']['me'] = so.root['sc']");
        assertEquals(
                "[true, true, {x: null}, [2], false]",
                value(
                        "let sc = structuredClone(so.root.sc);\n"
                                + "[sc.me === sc, Array.isArray(sc.list), sc.list[1], sc.pair[1], sc.list === so.root.sc.list]"));
        assertEquals(
                "[true, true, Map {'k' => Set {1}}]",
                value(
                        "let inner = []; let both = structuredClone({a: inner, b: inner, d: new Date(0), m: new Map([['k', "
                                + "new Set([1])]])});\n[both.a === both.b && both.a !== inner, both.d instanceof Date, both.m]"));
        assertTrue(value("structuredClone({f: () => 1})").startsWith("[TypeError: [Function: f] cannot be copied"));
    }

    @Test
    void shouldRunCellsAgain() {
        String cell = "let x = 1; const y = 2\nclass C { z() { return 3 } }\nlet {a, ...rest} = {a: 4, b: 5};\n"
                + "[x, y, new C().z(), a, rest.b]";
        assertEquals("[1, 2, 3, 4, 5]", value(cell));
        assertEquals("[1, 2, 3, 4, 5]", value(cell));
        assertEquals("6", value("x + y + new C().z()"));
        assertEquals("[0, 1]", value("let fs = []; for (let i = 0; i < 2; i++) fs.push(() => i); fs.map(f => f())"));
    }

    @Test
    void shouldShowErrorsWithTheLinesOfTheCell() {
        Page.Run run = js("function broken(x) {\n  return x.y.z\n}\n\nbroken({})");
        String traceback = error(run);
        assertEquals("TypeError", run.reply().get("ename"));
        assertTrue(traceback.startsWith("[TypeError: Cannot read prop"), traceback);
        assertTrue(traceback.contains("line 3): return x.y.z"), traceback);
        assertTrue(traceback.contains("line 6: broken({})"), traceback);
        assertFalse(traceback.contains("java"), traceback);
        Page.Run syntax = js("let ok = 1\nlet a b");
        assertEquals("SyntaxError", syntax.reply().get("ename"));
        assertTrue(error(syntax).contains("line 3: let a b"), error(syntax));
        assertTrue(value("throw 5").startsWith("[Uncaught: 5"), value("throw 5"));
        assertTrue(value("throw {code: 5}").startsWith("[Uncaught: {code: 5}"), value("throw {code: 5}"));
        assertTrue(value("throw {get name() { throw 6 }, message: 5}").startsWith("[Uncaught: 6"));
        assertTrue(value("class Own extends Error { name = 'Own' }\nthrow new Own('mine')")
                .startsWith("[Own: mine"));
        assertTrue(value("(async () => { throw new RangeError('late') })()").startsWith("[RangeError: late"));
        assertTrue(value("(function f() { f() })()").startsWith("[RangeError: "));
        assertTrue(value("nowhere").startsWith("[ReferenceError: "));
    }

    @Test
    void shouldReadDictsAsObjectsAndMaps() {
        page.run("so.root['w'] = {'n': 1, 'deep': {'m': [1, 2]}, 'none': None, 'get': 'kept', 7: 'seven'}");
        assertEquals("1", value("so.root.w.n"));
        assertEquals(
                "[true, false, true, false]",
                value("['n' in so.root.w, 'x' in so.root.w, Object.hasOwn(so.root.w, 'n'), 'items' in so.root.w]"));
        assertEquals("['n', 'deep', 'none', 'get']", value("Object.keys(so.root.w)"));
        assertEquals("{m: [1, 2]}", value("({...so.root.w.deep})"));
        assertEquals(
                "'{\"n\":1,\"deep\":{\"m\":[1,2]},\"none\":null,\"get\":\"kept\"}'",
                value("JSON.stringify(so.root.w)"));
        assertEquals("['n', 'deep', 'none', 'get', 7]", value("let ks = []; for (let k in so.root.w) ks.push(k); ks"));
        assertEquals("[1, 'seven', true, false, 5]", value("""
                let w = so.root.w
                ;[w.get('n'), w.get(7), w.has(7), w.has('7'), w.size]"""));
        assertEquals("[undefined, undefined, 'kept']", value("[w.missing, w.get('missing'), w.get('get')]"));
        assertEquals(
                "[1, 4]",
                value("let sum = 0; w.forEach((v, k) => sum += k === 'n' ? v : 0); [sum, [...w.deep.m].length + 2]"));
        assertEquals("['m']", value("[...w.deep.keys()]"));
        assertEquals("true", value("so.root.w === so.root.w"));
        assertTrue(error(page.run("so.root['w'].n")).contains("AttributeError"));
        assertEquals("(False, 1)", python("hasattr(so.root['w'], 'n'), so.root['w'].get('n')"));
    }

    @Test
    void shouldWriteDictsByPythonsRules() {
        page.run("so.root['o'] = {}");
        js(
                "let o = so.root.o; o.a = 1; o['b'] = 0.5; o.big = 2 ** 40; o.c = {list: [1, 'x', null], on: true}; o.d = undefined");
        js(
                "o.set(5, 'five'); o.e = 10n ** 20n; o.same = o; o.f = new Map([[1, 2]]); o.g = 1; delete o.g; o.delete('none')");
        assertEquals(
                "{'a': 1, 'b': 0.5, 'big': 1099511627776, 'c': {'list': [1, 'x', None], 'on': True}, 'd': None, 5: 'five', "
                        + "'e': 100000000000000000000, 'same': {...}, 'f': {1: 2}}",
                python("repr(so.root['o'])").replaceAll("^\"|\"$", ""));
        assertEquals(
                "(<class 'int'>, True)", python("type(so.root['o']['big']), so.root['o']['same'] is so.root['o']"));
        assertEquals(
                "[true, true]",
                value("let ring = {}; ring.self = ring; o.copied = [ring, ring];\n"
                        + "[o.copied[0] === o.copied[1], o.copied[0].self === o.copied[0]]"));
        assertEquals("[2, 1]", value("o.c.list.push('y') - 2 > 0 ? [o.c.list.length - 2, o.a] : 0"));
        for (String refused : List.of("() => 1", "Symbol('s')", "{deep: [class A {}]}", "new Date()")) {
            String error = value("o.refused = " + refused);
            assertTrue(error.contains("NotShareableError: ['refused']"), error);
            assertTrue(error.contains("at the top level of the cell"), error);
        }
        assertEquals("false", value("'refused' in o"));
        assertEquals("'caught'", value("try { o.refused = () => 1 } catch (e) { 'caught' }"));
    }

    @Test
    void shouldUseListsAsArrays() {
        page.run("so.root['l'] = [3, 1, 2]");
        assertEquals("[3, 3, 2, undefined]", value("let l = so.root.l; [l.length, l[0], l.at(-1), l[9]]"));
        assertEquals(
                "[[6, 2, 4], [3, 2], 6]",
                value("[l.map(x => 2 * x), l.filter(x => x > 1), l.reduce((a, b) => a + b)]"));
        assertEquals(
                "[[3, 1, 2], [3, 1, 2, 4], [1, 2, 3]]",
                value("let seen = []; for (const x of l) seen.push(x); [seen, [...l, 4], [...l].sort()]"));
        assertEquals(
                "[true, '[3,1,2]', true, 1]",
                value("[Array.isArray(l), JSON.stringify(l), l.includes(2), l.indexOf(1)]"));
        assertEquals("[5, 9, 3]", value("[l.push(8, 9), l.pop(), l.shift()]"));
        js("l[0] = 'first'; l[l.length] = 'last'; l.unshift({k: 1})");
        assertEquals("[{'k': 1}, 'first', 2, 8, 'last']", python("so.root['l']"));
        assertTrue(value("l[100] = 1").contains("IndexError"));
        js("l.length = 0");
        assertEquals("[undefined, 0, undefined]", value("[l.pop(), l.length, l.shift()]"));
        assertEquals("['0', '1']", value("l.push(5, 6); Object.keys(l)"));
        js("l.sort((a, b) => b - a); l.reverse(); l.reverse()");
        assertEquals("[6, 5]", python("list(so.root['l'])"));
    }

    @Test
    void shouldCallMethodsOfInstances() {
        page.run("""
                @so.shared
                class Account:
                    owner: str
                    balance: int = 0
                    def deposit(self, n):
                        self.balance += n
                        return self
                    def fail(self): raise ValueError('no')
                    @property
                    def rich(self): return self.balance > 100
                so.root['acc'] = Account('ann', 5)
                """);
        assertEquals(
                "['ann', 8, false]", value("let acc = so.root.acc; [acc.owner, acc.deposit(3).balance, acc.rich]"));
        assertEquals(
                "[['owner', 'balance'], '{\"owner\":\"ann\",\"balance\":8}']",
                value("[Object.keys(acc), JSON.stringify(acc)]"));
        js("acc.balance = 1000; acc.extra = [1, {a: null}]");
        assertEquals("(1000, [1, {'a': None}], True)", python("a = so.root['acc']; a.balance, a.extra, a.rich"));
        assertEquals("[true, true, false]", value("['balance' in acc, 'deposit' in acc, 'nowhere' in acc]"));
        String error = value("acc.fail()");
        assertTrue(error.contains("ValueError: no") && error.contains("in fail"), error);
        assertTrue(value("acc.extra = () => 1").contains("NotShareableError"));
        assertTrue(value("acc.nothing()").startsWith("[TypeError: nothing is not a function"), value("acc.nothing()"));
        assertTrue(page.run("%%js\nacc").only("execute_result").toString().contains("text/html"));
        js("delete acc.extra");
        assertEquals("False", python("hasattr(so.root['acc'], 'extra')"));
    }

    @Test
    void shouldMakeTransactionsOfFunctions() {
        page.run("so.root['t'] = {'a': 10, 'b': 0}");
        assertEquals("10", value("let t = so.root.t; so.atomically(() => { t.a -= 1; t.b += 1; return t.a + t.b })"));
        String thrown = value("so.atomically(() => { t.a = 0; throw new TypeError('undo') })");
        assertTrue(thrown.startsWith("[TypeError: undo"), thrown);
        assertEquals(
                "'same'",
                value(
                        "let mine = new Error(); try { so.atomically(() => { throw mine }) } catch (e) { e === mine ? 'same' : 'other' }"));
        assertTrue(value("so.atomically(() => { t.a = 0; t.f = () => 1 })").contains("NotShareableError"));
        assertTrue(value("so.atomically(async () => 1)").startsWith("[TypeError: "));
        assertEquals("{'a': 9, 'b': 1}", python("dict(so.root['t'])"));
        assertEquals(
                "[1, 'second']",
                value("[so.atomically(() => so.atomically(() => t.b)), so.or_else(() => so.retry(), () => 'second')]"));
        assertTrue(value("so.atomically(() => so.retry(), {timeout: 0.05})").contains("TimeoutError"));
        page.run("""
                import threading, time
                so.root['n'] = 0
                def count():
                    while so.root['n'] == 0:
                        time.sleep(0.001)
                    for _ in range(300):
                        so.atomically(lambda: so.root.update(n=so.root['n'] + 1))
                counting = threading.Thread(target=count)
                counting.start()
                """);
        js("for (let i = 0; i < 300; i++) so.atomically(() => { so.root.n += 1 })");
        assertEquals("600", python("counting.join()\nso.root['n']"));
    }

    @Test
    void shouldEndCellsByAnInterruptAndKeepState() {
        js("let kept = [1]; so.root.half = 0");
        for (String endless : List.of(
                "kept.push(2); console.log('begun'); while (true) {}",
                "so.atomically(() => { so.root.half = 1; console.log('begun'); while (true) {} })")) {
            String looping = page.execute("%%js\n" + endless, Map.of());
            page.await(looping, "stream");
            assertEquals(
                    "ok", page.ask("control", "interrupt_request", Map.of()).get("status"));
            assertTrue(error(page.collect(looping)).contains("KeyboardInterrupt"));
        }
        assertEquals("[[1, 2], 0]", value("[kept, so.root.half]"));
        assertEquals("(False, 0)", python("so.in_transaction(), so.root['half']"));
    }

    @Test
    void shouldAwaitAtTopLevelWhileTimersPass() {
        String cell = """
                console.log('first')
                const late = await new Promise(done => setTimeout(done, 20, 7))
                console.log('then'); let {a, b: [c]} = await {a: late, b: [2]}, unset
                class Late { get() { return late } }
                function twice() { return 2 * late }
                [a, c, unset, unset = 1]""";
        for (int i = 0; i < 2; i++) {
            Page.Run run = js(cell);
            assertEquals("first\nthen\n", run.stream("stdout"));
            assertEquals("[7, 2, undefined, 1]", run.result());
        }
        assertEquals("[7, 14, 7]", value("[a, twice(), new Late().get()]"));
        assertEquals("'late'", value("new Promise(done => setTimeout(done, 5, 'late'))"));
        assertEquals(
                "3",
                value(
                        "var n = 0; await new Promise(done => { let t = setInterval(() => ++n > 2 && done(clearInterval(t)), 1) }); n"));
        String error = value("await null\nlate.x.y");
        assertTrue(error.startsWith("[TypeError: ") && error.contains("line 3: late.x.y"), error);
        assertTrue(value("await new Promise(() => {})").contains("nothing is left that could settle"));
        assertEquals("Promise { <pending> }", value("new Promise(() => {})"));
        String waiting =
                page.execute("%%js\nconsole.log('begun'); await new Promise(done => setTimeout(done, 1e6))", Map.of());
        page.await(waiting, "stream");
        kernel.interrupt();
        assertTrue(error(page.collect(waiting)).contains("KeyboardInterrupt"));
        assertEquals("7", value("await late"));
    }

    @Test
    void shouldLetPythonHandleInterruptsAndErrorsBehindItsMethods() {
        page.run("""
                import threading, time
                notes = []
                @so.shared
                class Caller:
                    def spin(self):
                        try:
                            print('begun')
                            while True: pass
                        except KeyboardInterrupt:
                            notes.append('interrupted')
                            raise
                        finally:
                            notes.append('finally')
                    def call(self, function):
                        try:
                            return function()
                        except Exception as error:
                            kind = RuntimeError if isinstance(error, RuntimeError) else type(error)
                            return f"{kind.__name__}: {error}"
                        finally:
                            notes.append('called')
                    def pass_on(self, function):
                        return function(1)
                    def aside(self, function):
                        thread = threading.Thread(target=lambda: notes.append(self.call(function)))
                        thread.start()
                        thread.join()
                        return notes[-1]
                so.root['caller'] = Caller()
                """);
        assertEquals(
                "'JavaScriptError: TypeError: no'", value("so.root.caller.call(() => { throw new TypeError('no') })"));
        assertEquals("5", value("so.root.caller.call(() => 5)"));
        assertEquals(
                "['mine', 'Error']",
                value(
                        "try { so.root.caller.pass_on(() => { throw new Error('mine') }) } catch (e) { [e.message, e.name] }"));
        String passed = value("so.root.caller.pass_on(() => { throw new RangeError('through') })");
        assertTrue(passed.contains("in pass_on") && passed.contains("RangeError: through"), passed);
        assertTrue(value("so.root.caller.aside(() => 1)")
                .contains("RuntimeError: JavaScript runs in one thread at a time"));
        page.run("notes.clear()");
        for (String endless : List.of(
                "so.root.caller.spin()", "so.root.caller.call(() => { console.log('begun'); while (true) {} })")) {
            String looping = page.execute("%%js\n" + endless, Map.of());
            page.await(looping, "stream");
            kernel.interrupt();
            assertTrue(error(page.collect(looping)).contains("KeyboardInterrupt"));
        }
        assertEquals("['interrupted', 'finally', 'called']", python("notes"));
        page.run("%%js\nkept = () => 6");
        page.run("%%js\nkept");
        assertEquals(
                "[6]",
                python(
                        "later, found = _, []\nt = threading.Thread(target=lambda: found.append(later()))\nt.start(); t.join(); found"));
    }

    @Test
    void shouldUseSharedArraysAsArrays() {
        page.run("""
                import array
                so.root['arr'] = so.array('i', [3, 1, 2])
                so.root['raw'] = so.bytearray(b'ab')
                so.root['real'] = so.array('d', [0.5])
                """);
        assertEquals(
                "[3, 3, true, '[3,1,2]']",
                value("let arr = so.root.arr; [arr.length, arr[0], Array.isArray(arr), JSON.stringify(arr)]"));
        assertEquals(
                "[[3, 1, 2], 6, [6, 2, 4]]",
                value(
                        "let got = []; for (const x of arr) got.push(x); [[...arr], arr.reduce((a, b) => a + b), arr.map(x => 2 * x)]"));
        assertEquals("[97, 98]", value("[...so.root.raw]"));
        js("arr[0] = 7; arr.push(9); so.root.raw[1] = 255; so.root.real[0] = 2; so.root.real.push(1.5)");
        assertEquals(
                "([7, 1, 2, 9], b'a\\xff', [2.0, 1.5])",
                python("list(so.root['arr']), bytes(so.root['raw']), list(so.root['real'])"));
        assertTrue(value("arr[0] = 2 ** 40").contains("OverflowError"), value("arr[0] = 2 ** 40"));
        assertTrue(value("arr[0] = 'x'").contains("TypeError"));
        assertTrue(value("so.root.raw[0] = 256").contains("ValueError"));
        assertTrue(value("arr[100] = 1").contains("IndexError"));
    }

    @Test
    void shouldRefuseCyclesInJson() {
        page.run("so.root['ring'] = {'in': [1]}; so.root['ring']['in'].append(so.root['ring'])");
        assertTrue(
                value("JSON.stringify(so.root.ring)").startsWith("[TypeError: Converting circular structure to JSON"));
        assertEquals(
                "'{\n \"a\": [\n  1\n ]\n}'".replace("\n", "\\n"), value("JSON.stringify({a: [1], b: 2}, ['a'], 1)"));
    }

    @Test
    void shouldRunInOtherInterpretersAndBesideThreads() {
        assertEquals(
                "1",
                page.run("%%interp 1\n%%js\nlet there = so.root.from = 1; there")
                        .result());
        assertEquals("1", python("so.root['from']"));
        assertTrue(value("there").contains("ReferenceError"));
        page.run("""
                import threading, time
                so.root['beside'] = {'n': 0}
                def tick():
                    for _ in range(50):
                        so.root['beside']['n'] += 1
                        time.sleep(0.002)
                thread = threading.Thread(target=tick)
                thread.start()
                """);
        assertEquals("50", value("while (so.root.beside.n < 50) {}\nso.root.beside.n"));
    }

    @Test
    void shouldDisplayRichly() {
        Page.Run run = js("display({_repr_html_: () => '<b>js</b>'}); display(so.root)");
        List<Page.Received> shown = run.told().stream()
                .filter(each -> each.type().equals("display_data"))
                .toList();
        assertEquals("<b>js</b>", Page.Run.data(shown.getFirst().content(), "text/html"));
        assertTrue(Page.Run.data(shown.getLast().content(), "text/html").contains("dict"));
    }

    @Test
    void shouldShowHowFarInterpretersAre() {
        long begun = System.nanoTime();
        Page.Run run = page.run("%%parallel 2\nimport time; time.sleep(1.2 + 0.6 * so.current().index)");
        double seconds = (System.nanoTime() - begun) / 1e9;
        assertTrue(Page.Run.data(run.only("display_data"), "text/html").contains("<progress max=\"2\" value=\"0\">"));
        List<Page.Received> updates = run.told().stream()
                .filter(each -> each.type().equals("update_display_data"))
                .toList();
        assertTrue(updates.size() <= 2 * seconds + 1, "updates: " + updates.size());
        assertTrue(Page.Run.data(updates.getLast().content(), "text/plain").contains("2 of 2 interpreters done"));
        assertEquals(
                run.only("display_data").get("transient"),
                updates.getLast().content().get("transient"));
    }
}
