// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.javascript;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopLevelTest {

    private static String rewritten(String code) {
        return new TopLevel(code).script();
    }

    @Test
    void shouldDeclareNamesOfTheTopLevelByVar() {
        assertEquals("var a = 1", rewritten("let a = 1"));
        assertEquals("var   A = 1; var b = undefined", rewritten("const A = 1; let b"));
        assertEquals("x = 1\nvar y = x", rewritten("x = 1\nlet y = x"));
        assertEquals("var {a, b: [c]} = d;", rewritten("let {a, b: [c]} = d;"));
        assertEquals("var   [a, ...b] = c", rewritten("const [a, ...b] = c"));
        assertEquals("f() // so\nvar z = undefined", rewritten("f() // so\nlet z"));
        assertEquals("i++\nvar z = undefined", rewritten("i++\nlet z"));
        assertEquals("do { i++ } while (i)\nvar z = undefined", rewritten("do { i++ } while (i)\nlet z"));
        assertEquals("do i(); while (i) var z = 1", rewritten("do i(); while (i) let z = 1"));
        assertEquals("do while (i) i()\nwhile (j)\nvar z = 1", rewritten("do while (i) i()\nwhile (j)\nlet z = 1"));
        assertEquals("<!-- it's\nvar z = '1'", rewritten("<!-- it's\nlet z = '1'"));
        assertEquals("  --> it's\nvar z = x-->'1'", rewritten("  --> it's\nlet z = x-->'1'"));
        assertEquals("var a = undefined, b = 1, c = undefined", rewritten("let a, b = 1, c"));
    }

    @Test
    void shouldMakeClassesExpressionsThatEndAsDeclarationsDo() {
        assertEquals("var A = class A {};\n[1].map(f)", rewritten("class A {}\n[1].map(f)"));
        assertEquals(
                "var B = class B extends mix({a: {}}) { f() { return {} } static { let x } }; (1)",
                rewritten("class B extends mix({a: {}}) { f() { return {} } static { let x } } (1)"));
        assertEquals(
                "var D = class D extends class { f() {} } { g() {} };\n[1]",
                rewritten("class D extends class { f() {} } { g() {} }\n[1]"));
        assertEquals("1;var C = class C {};2", rewritten("1;class C {}2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for (let i = 0; i < 3; i++) { let j = i; const k = j; class L {} }",
                "function f() { let a; const b = 1; class C {} }",
                "if (x) { let a } else { const b = 2 }",
                "x = '; let a = 1'; y = \"\\\"; let b\"",
                "// let a\n/* let b\n let c */",
                "x = `let a; ${ (() => { let b = `${'}; let c'}`; return b })() } ; let d`",
                "x = /; let a = \"/.test(y) ? /[/; let b]/g : z",
                "if (x) /'; let a/.exec(y)",
                "x = y / 2; z = (y) / 3 / w['let']",
                "x = {let: 1, const: 2, class: 3}.let",
                "x.let; x?.class; x.const",
                "let = 5; let(1); let + 1",
                "x = class A {}; f(class {}); y = [class B {}]",
                "x = a ? {b: 1} / 2 : {c: /let d/}",
                "x =\nclass A {}",
                "return_ = y => ({ let: 1 })",
                "label: { let a = 1 }",
                "switch (x) { case 1: { let a } default: { let b } }",
                "`unfinished ${ let a",
                "'unfinished",
                "/* unfinished",
                ")]} ",
                "",
            })
    void shouldLeaveAllElseAsItIs(String code) {
        assertEquals(code, rewritten(code));
    }

    @Test
    void shouldTellDivisionsFromRegularExpressions() {
        assertEquals("a = b\n/ 2; var c = '/'", rewritten("a = b\n/ 2; let c = '/'"));
        assertEquals("{ a() } /'/.test(b); var c = '/'", rewritten("{ a() } /'/.test(b); let c = '/'"));
        assertEquals("a = {} / b; var c = '/'", rewritten("a = {} / b; let c = '/'"));
        assertEquals("while (a) /'/.exec(b); var c = undefined", rewritten("while (a) /'/.exec(b); let c"));
        assertEquals("a = b ? {} / 1 : 2; var c = '/'", rewritten("a = b ? {} / 1 : 2; let c = '/'"));
        assertEquals("a = `${1}` / 2; var c = '/'", rewritten("a = `${1}` / 2; let c = '/'"));
        assertEquals("a.return / 2; var c = '/'", rewritten("a.return / 2; let c = '/'"));
    }

    private static void assertAwaits(String expected, String code) {
        assertEquals(expected, rewritten(code));
    }

    @Test
    void shouldMakeAsyncFunctionsOfCellsThatAwait() {
        assertAwaits("(async () => {return await f()\n})()", "await f()");
        assertAwaits("var a; (async () => {0,  a = await f(); return a\n})()", "let a = await f(); a");
        assertAwaits(
                "var a, c, r, d; (async () => {f()\n0,    {a, b: [c = 1, ...r]} = await g(), d = h\n})()",
                "f()\nconst {a, b: [c = 1, ...r]} = await g(), d = h");
        assertAwaits(
                "var A; (async () => {this.f = f; A = class A {};\nfunction f() { let x }\nreturn await f(A)\n})()",
                "class A {}\nfunction f() { let x }\nawait f(A)");
        assertAwaits(
                "var i, x, y; (async () => {for (    i = 0; i < 1; i++) { 0,  x = await i }\nif (x) 0,  y = 1\n})()",
                "for (var i = 0; i < 1; i++) { var x = await i }\nif (x) var y = 1");
        assertAwaits("(async () => {for await (const x of y) f(x)\n})()", "for await (const x of y) f(x)");
        assertAwaits(
                "var a; (async () => {0,  a = undefined; await a;return [...await a]\n})()",
                "let a; await a;[...await a]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "async function f() { await g() }",
                "f = async x => await x",
                "f = async x => await x\ng(1)",
                "[1].map(async x => { await x })",
                "f(async x => [await x], 1)",
                "o = { async f() { await g() } }.await",
                "class A { async f(x) { if (x) { await x } } }",
                "'await f()' // await",
            })
    void shouldLeaveWhatAwaitsInFunctionsAsItIs(String code) {
        assertEquals(code.startsWith("class") ? "var A = " + code + ";" : code, rewritten(code));
    }

    @Test
    void shouldReturnTheLastExpressionOnly() {
        assertAwaits("(async () => {await a\nif (b) { c }\n})()", "await a\nif (b) { c }");
        assertAwaits("(async () => {await a\nif (b) c\nelse d\n})()", "await a\nif (b) c\nelse d");
        assertAwaits("(async () => {await a; return b\n  .c(d => { e; f })\n})()", "await a; b\n  .c(d => { e; f })");
        assertAwaits("(async () => {await a;\nreturn `${b}` // c\n})()", "await a;\n`${b}` // c");
        assertAwaits("(async () => {if (await a) { b }\nreturn (c, d);\n})()", "if (await a) { b }\n(c, d);");
    }

    @Test
    void shouldKeepTheLines() {
        String code = "#! node\nlet\na = 1\n\nclass A\n{\n}\nconst b = `\n`\n";
        assertEquals(code.lines().count(), rewritten(code).lines().count());
        assertEquals("#! node\nvar\na = 1\n\nvar A = class A\n{\n};\nvar   b = `\n`\n", rewritten(code));
    }
}
