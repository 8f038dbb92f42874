// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.javascript;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopLevelTest {

    @Test
    void shouldDeclareNamesOfTheTopLevelByVar() {
        assertEquals("var a = 1", TopLevel.rewritten("let a = 1"));
        assertEquals("var   A = 1; var b", TopLevel.rewritten("const A = 1; let b"));
        assertEquals("x = 1\nvar y = x", TopLevel.rewritten("x = 1\nlet y = x"));
        assertEquals("var {a, b: [c]} = d;", TopLevel.rewritten("let {a, b: [c]} = d;"));
        assertEquals("var   [a, ...b] = c", TopLevel.rewritten("const [a, ...b] = c"));
        assertEquals("f() // so\nvar z", TopLevel.rewritten("f() // so\nlet z"));
        assertEquals("i++\nvar z", TopLevel.rewritten("i++\nlet z"));
        assertEquals("do { i++ } while (i)\nvar z", TopLevel.rewritten("do { i++ } while (i)\nlet z"));
        assertEquals("<!-- it's\nvar z = '1'", TopLevel.rewritten("<!-- it's\nlet z = '1'"));
    }

    @Test
    void shouldMakeClassesExpressionsThatEndAsDeclarationsDo() {
        assertEquals("var A = class A {};\n[1].map(f)", TopLevel.rewritten("class A {}\n[1].map(f)"));
        assertEquals(
                "var B = class B extends mix({a: {}}) { f() { return {} } static { let x } }; (1)",
                TopLevel.rewritten("class B extends mix({a: {}}) { f() { return {} } static { let x } } (1)"));
        assertEquals(
                "var D = class D extends class { f() {} } { g() {} };\n[1]",
                TopLevel.rewritten("class D extends class { f() {} } { g() {} }\n[1]"));
        assertEquals("1;var C = class C {};2", TopLevel.rewritten("1;class C {}2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for (let i = 0; i < 3; i++) { let j = i; const k = j; class L {} }",
                "for await (const x of y) f(x)",
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
        assertEquals(code, TopLevel.rewritten(code));
    }

    @Test
    void shouldTellDivisionsFromRegularExpressions() {
        assertEquals("a = b\n/ 2; var c = '/'", TopLevel.rewritten("a = b\n/ 2; let c = '/'"));
        assertEquals("{ a() } /'/.test(b); var c = '/'", TopLevel.rewritten("{ a() } /'/.test(b); let c = '/'"));
        assertEquals("a = {} / b; var c = '/'", TopLevel.rewritten("a = {} / b; let c = '/'"));
        assertEquals("while (a) /'/.exec(b); var c", TopLevel.rewritten("while (a) /'/.exec(b); let c"));
        assertEquals("a = b ? {} / 1 : 2; var c = '/'", TopLevel.rewritten("a = b ? {} / 1 : 2; let c = '/'"));
        assertEquals("a = `${1}` / 2; var c = '/'", TopLevel.rewritten("a = `${1}` / 2; let c = '/'"));
        assertEquals("a.return / 2; var c = '/'", TopLevel.rewritten("a.return / 2; let c = '/'"));
    }

    @Test
    void shouldKeepTheLines() {
        String code = "#! node\nlet\na = 1\n\nclass A\n{\n}\nconst b = `\n`\n";
        assertEquals(code.lines().count(), TopLevel.rewritten(code).lines().count());
        assertEquals("#! node\nvar\na = 1\n\nvar A = class A\n{\n};\nvar   b = `\n`\n", TopLevel.rewritten(code));
    }
}
