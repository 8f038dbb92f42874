// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedInstance;
import org.sharedobjects.heap.SharedList;
import org.sharedobjects.heap.SharedMap;
import org.sharedobjects.heap.SharedObject;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.struct.Records;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.FrozenSets;
import org.sharedobjects.heap.value.Tuples;

@Timeout(120)
class PathsTest {
    private final SharedHeap heap = SharedHeap.openPrivate(Size.mib(64));
    private final String own = "<process " + ProcessHandle.current().pid() + ">";

    @AfterEach
    void close() {
        heap.close();
    }

    private List<String> paths(SharedObject object) {
        return heap.paths(object, 10).stream().map(AccessPath::text).toList();
    }

    private SharedList newList() {
        return (SharedList) heap.view(Cell.offset(heap.copyIn(new ArrayList<>())));
    }

    private SharedInstance instance(String key) {
        int classId = heap.registry().classes().id(key);
        return (SharedInstance)
                heap.view(Records.create(heap.allocator(), heap.shapes().root(classId), 2));
    }

    @Test
    void shouldCallTheRootRoot() {
        assertEquals(List.of("root"), paths(heap.root()));
    }

    @Test
    void shouldNameIndexesKeysAndAttributes() {
        SharedList target = newList();
        SharedInstance account = instance("shop.Account");
        account.set("tags", target);
        heap.root().put("accounts", List.of(1, List.of(account)));
        assertEquals(List.of("root['accounts'][1][0].tags"), paths(target));
    }

    @Test
    void shouldFindAllWaysTheShortestFirstUpToTheLimit() {
        SharedList target = newList();
        heap.root().put("far", List.of(List.of(List.of(target))));
        heap.root().put(7L, target);
        heap.root().put("twice", List.of(target, target));
        assertEquals(List.of("root[7]", "root['twice'][0]", "root['twice'][1]", "root['far'][0][0][0]"), paths(target));
        assertEquals(2, heap.paths(target, 2).size());
        assertEquals(0, heap.paths(target, 0).size());
    }

    @Test
    void shouldNumberElementsThroughALargeList() {
        SharedList target = newList();
        List<Object> large = new ArrayList<>(Collections.nCopies(2000, 1L));
        large.set(1234, target);
        heap.root().put("large", large);
        assertEquals(List.of("root['large'][1234]"), paths(target));
    }

    @Test
    void shouldNameKeysOfALargeDict() {
        SharedList target = newList();
        Map<Object, Object> large = new HashMap<>();
        IntStream.range(0, 2000).forEach(i -> large.put("the key of number " + i, i));
        large.put("the key of number 77", target);
        heap.root().put("large", large);
        assertEquals(List.of("root['large']['the key of number 77']"), paths(target));
    }

    @Test
    void shouldLookIntoTuplesAndFrozensets() {
        SharedList target = newList();
        long[] cells = {Cell.ofInt(1), Cell.ofRef(target.ref())};
        heap.root().put("tuple", heap.toJava(Tuples.of(heap.allocator(), cells, 2)));
        heap.root().put("set", heap.toJava(FrozenSets.of(heap.allocator(), cells, 2)));
        assertEquals(List.of("root['tuple'][1]", "(element of root['set'])"), paths(target));
    }

    @Test
    void shouldSayWhatIsAKey() {
        SharedInstance key = instance("shop.Key");
        SharedMap dict = (SharedMap) Objects.requireNonNull(heap.toJava(heap.copyIn(Map.of())));
        heap.root().put("dict", dict);
        dict.put(key, 1);
        assertEquals(List.of("(key of root['dict'])"), paths(key));
    }

    @Test
    void shouldNameAttributesOfInstancesThatKeepThemInADict() {
        SharedList target = newList();
        SharedInstance wide = instance("shop.Wide");
        IntStream.range(0, 70).forEach(i -> wide.set("attribute" + i, i));
        wide.set("tags", target);
        heap.root().put("wide", wide);
        assertEquals(List.of("root['wide'].tags"), paths(target));
    }

    @Test
    void shouldEndInCyclesAndLeaveOutWaysThroughTheObjectItself() {
        SharedList target = newList();
        target.add(heap.root());
        target.add(List.of(target));
        heap.root().put("x", target);
        assertEquals(List.of("root['x']"), paths(target));
    }

    @Test
    void shouldNameTheProcessWhoseHandleHoldsIt() {
        SharedList target = newList();
        SharedList outer = newList();
        outer.add(target);
        assertEquals(own, paths(outer).getFirst());
        AccessPath first = heap.paths(target, 1).getFirst();
        assertEquals(ProcessHandle.current().pid(), first.pid());
        assertEquals(List.of(own, own + "[0]"), paths(target).stream().sorted().toList());
    }

    @Test
    void shouldFindWhatBelongsToTheImplementation() {
        SharedList target = newList();
        ((SharedMap) heap.view(heap.systemRef())).put("mine", target);
        assertEquals(List.of("system['mine']"), paths(target));
    }

    @Test
    void shouldFindSomeObjectsOfAClass() {
        heap.root().put("a", List.of(instance("shop.Account"), instance("shop.Account")));
        heap.root().put("b", instance("shop.Other"));
        assertEquals(
                List.of("root['a'][0]", "root['a'][1]"),
                heap.pathsToClass("shop.Account", 10).stream()
                        .map(AccessPath::text)
                        .toList());
        assertEquals(1, heap.pathsToClass("Account", 1).size());
        assertEquals(0, heap.pathsToClass("shop.Nothing", 10).size());
    }

    @Test
    void shouldFindObjectsOfAClassThatProcessesHoldBesideThoseOfTheRoot() {
        heap.root().put("a", instance("shop.Account"));
        SharedList held = newList();
        held.add(instance("shop.Account"));
        ((SharedMap) heap.view(heap.systemRef())).put("mine", instance("shop.Account"));
        assertEquals(
                List.of("root['a']", own + "[0]", "system['mine']"),
                heap.pathsToClass("shop.Account", 10).stream()
                        .map(AccessPath::text)
                        .toList());
        assertEquals(2, heap.pathsToClass("shop.Account", 2).size());
        assertEquals(1, held.size());
    }

    @Test
    void shouldTellOfEachObjectOfAClassThatAProcessHolds() {
        SharedList one = newList();
        SharedList other = newList();
        assertEquals(
                List.of(own, own),
                heap.pathsToClass("list", 2).stream().map(AccessPath::text).toList());
        assertEquals(0, one.size() + other.size());
    }

    @Test
    void shouldWriteKeysAsPythonDoes() {
        SharedList target = newList();
        heap.root().put("it's\n", target);
        heap.root().put(true, target);
        heap.root().put(1.5, target);
        heap.root().put("x".repeat(1000), target);
        assertEquals(
                List.of("root['it\\'s\\u000a']", "root[True]", "root[1.5]", "root['" + "x".repeat(60) + "'…]"),
                paths(target));
    }

    @Test
    void shouldRefuseAnObjectOfAnotherHeap() {
        try (SharedHeap other = SharedHeap.openPrivate(Size.mib(1))) {
            assertThrows(IllegalArgumentException.class, () -> heap.paths(other.root(), 1));
        }
    }

    @Test
    void shouldTellWaysApartWhoseKeysAreLong() {
        SharedList target = newList();
        for (String end : List.of("a", "b")) {
            heap.root().put("x".repeat(59) + "\ud83d\ude00" + end, target);
        }
        String start = "root['" + "x".repeat(59) + "'…]";
        assertEquals(List.of(start, start), paths(target));
        heap.root().clear();
        heap.root().put("\ud83d\ude00", target);
        heap.root().put("\ud83d", target);
        assertEquals(List.of("root['\ud83d\ude00']", "root['\\ud83d']"), paths(target));
    }

    @Test
    void shouldGiveWaysToValues() {
        heap.root().put("name", "a text of some length");
        heap.root().put("list", List.of("another text of some length"));
        assertEquals(
                List.of("root['list'][0]", "root['name']"),
                heap.pathsToClass("str", 10).stream()
                        .map(AccessPath::text)
                        .sorted()
                        .toList());
    }
}
