// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Shared objects as languages other than Python, and Java by its polyglot API, see them. */
@SuppressWarnings("NullAway.Init")
class OtherLanguagesTest {
    private static TestInterpreters interpreters;

    @BeforeAll
    static void start() {
        interpreters = new TestInterpreters(1);
    }

    @AfterAll
    static void stop() {
        interpreters.close();
    }

    private static Value eval(String code) {
        return interpreters.eval(0, code);
    }

    @Test
    void shouldShowKeysOfDictsAsMembersButNotToPython() {
        eval("root['d'] = {'n': 1, 2: 'two'}");
        Value dict = eval("root['d']");
        assertEquals(Set.of("n"), dict.getMemberKeys());
        assertEquals(1, dict.getMember("n").asInt());
        assertTrue(dict.hasHashEntries() && !dict.hasArrayElements());
        assertEquals("two", dict.getHashValue(2).asString());
        assertFalse(dict.hasMember("items"));
        assertNull(dict.getMember("items"));
        dict.putMember("m", 3);
        dict.putHashEntry("n", List.of(1, Map.of("deep", Arrays.asList(true, null))));
        assertTrue(dict.removeHashEntry(2));
        assertTrue(dict.removeMember("m"));
        assertFalse(dict.removeMember("m"));
        assertEquals(
                "{'n': [1, {'deep': [True, None]}]}", eval("repr(root['d'])").asString());
        assertThrows(PolyglotException.class, () -> eval("root['d'].n"));
        assertTrue(eval("not hasattr(root['d'], 'n') and 'n' not in dir(root['d'])")
                .asBoolean());
    }

    @Test
    void shouldShowListsAsArrays() {
        eval("root['l'] = [1, 2]");
        Value list = eval("root['l']");
        assertTrue(list.hasArrayElements() && !list.hasHashEntries());
        assertEquals(2, list.getArraySize());
        list.setArrayElement(0, "first");
        list.setArrayElement(2, 3.5);
        list.invokeMember("push", 4, 5);
        assertEquals("first", list.invokeMember("shift").asString());
        assertTrue(list.removeArrayElement(0));
        assertEquals("[3.5, 4, 5]", eval("repr(root['l'])").asString());
        PolyglotException error = assertThrows(PolyglotException.class, () -> list.setArrayElement(9, 1));
        assertTrue(String.valueOf(error.getMessage()).contains("IndexError"), error.getMessage());
        assertTrue(list.getMemberKeys().isEmpty());
    }

    @Test
    void shouldShowFieldsOfInstancesAndCallMethods() {
        eval("""
                class Point(Object):
                    def moved(self, n):
                        self.x += n
                        return self.x
                point = Point()
                point.x = 1
                root['p'] = point
                """);
        Value point = eval("root['p']");
        assertEquals(Set.of("x"), point.getMemberKeys());
        assertEquals(4, point.invokeMember("moved", 3).asInt());
        point.putMember("y", List.of("a"));
        assertEquals("['a']", eval("repr(root['p'].y)").asString());
        assertTrue(point.hasMember("moved") && !point.hasMember("z"));
    }

    @Test
    void shouldRefuseWhatPythonHasNothingLike() {
        eval("root['r'] = {}");
        ProxyExecutable function = arguments -> 1;
        PolyglotException error =
                assertThrows(PolyglotException.class, () -> eval("root['r']").putMember("f", List.of(function)));
        assertTrue(String.valueOf(error.getMessage()).contains("['f'][0]"), error.getMessage());
        assertEquals(0, eval("len(root['r'])").asInt());
    }
}
