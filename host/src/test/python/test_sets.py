# SPDX-License-Identifier: Apache-2.0
import builtins
import collections.abc
import copy
import json
import operator
import pickle
import threading
import unittest
import weakref

import shared_objects as so

SAMPLE = frozenset({"a", 2, None, 2.5, (1, "t"), "a text of some length", frozenset({7})})
ARGUMENTS = (
    [2, "b"],
    {2, "b"},
    frozenset({2, "b"}),
    (),
    {"a": 1},
    {"a": 1}.keys(),
    "ab",
    range(4),
    5,
    None,
    [[]],
    SAMPLE,
)
METHODS = (
    "difference",
    "difference_update",
    "intersection",
    "intersection_update",
    "isdisjoint",
    "issubset",
    "issuperset",
    "symmetric_difference",
    "symmetric_difference_update",
    "union",
    "update",
)
OPERATORS = (
    *(operator.or_, operator.and_, operator.sub, operator.xor),
    *(operator.ior, operator.iand, operator.isub, operator.ixor),
    *(operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge),
)


class LikeNative(unittest.TestCase):
    def outcome(self, action, value):
        try:
            result = action(value)
        except Exception as error:
            return "raises", type(error), str(error)
        return "gives", type(result) is builtins.set or result is value, result

    def same(self, action, start=SAMPLE):
        native, shared = builtins.set(start), so.share(builtins.set(start))
        expected, given = self.outcome(action, native), self.outcome(action, shared)
        self.assertEqual(expected, given)
        self.assertEqual(native, shared)
        self.assertIs(so.set, type(shared))

    def test_methods_of_one_element(self):
        for element in (*SAMPLE, 2.0, "b", 10**30, {7}, {8}, builtins.set(), [], (1, []), b"bytes"):
            for name in ("add", "discard", "remove"):
                with self.subTest(name, element=element):
                    self.same(lambda s: operator.methodcaller(name, element)(s))
            with self.subTest("in", element=element):
                self.same(lambda s: element in s)

    def test_methods_of_other_sets(self):
        for name in METHODS:
            for argument in ARGUMENTS:
                for start in (SAMPLE, ()):
                    with self.subTest(name, argument=argument):
                        self.same(operator.methodcaller(name, argument), start)

    def test_methods_of_many_arguments(self):
        for name in METHODS:
            if name.startswith("symmetric"):
                continue  # these take one, whatever GraalPy's own do
            for arguments in ((), ([2], {"a"}), ([2], 5), ([2], [2, "a"], {2: 1})):
                with self.subTest(name, arguments=arguments):
                    native, shared = builtins.set(SAMPLE), so.share(builtins.set(SAMPLE))
                    expected, given = (
                        self.outcome(operator.methodcaller(name, *arguments), each)[:2] for each in (native, shared)
                    )
                    self.assertEqual(expected, given)
                    if expected[0] == "gives":
                        self.assertEqual(native, shared)

    def test_operators(self):
        for operation in OPERATORS:
            for argument in ARGUMENTS:
                with self.subTest(operation.__name__, argument=argument):
                    self.same(lambda s: operation(s, argument))
                    if not isinstance(argument, builtins.set):
                        self.same(lambda s: operation(argument, s))

    def test_a_native_set_on_the_left(self):
        for operation in OPERATORS:
            for start in ({2, "b"}, frozenset({2, "b"}), builtins.set(SAMPLE)):
                with self.subTest(operation.__name__, start=start):
                    expected = operation(copy.copy(start), builtins.set(SAMPLE))
                    given = operation(copy.copy(start), so.share(builtins.set(SAMPLE)))
                    self.assertEqual(expected, given)
                    self.assertIs(type(expected), type(given))

    def test_with_itself_and_another_shared_set(self):
        for name in METHODS:
            with self.subTest(name):
                self.same(lambda s: getattr(s, name)(s))
                self.same(lambda s: getattr(s, name)(so.share({2, "b"})))
        for operation in OPERATORS:
            with self.subTest(operation.__name__):
                self.same(lambda s: operation(s, s))
                self.same(lambda s: operation(s, so.share({2, "b"})))

    def test_what_asks(self):
        for action in (
            len,
            bool,
            hash,
            frozenset,
            builtins.set,
            lambda s: sorted(s, key=repr),
            lambda s: s.copy(),
            lambda s: copy.copy(s),
            lambda s: {*s},
            lambda s: s.nothing,
            lambda s: s[0],
            lambda s: s + s,
            lambda s: reversed(s),
            lambda s: json.dumps(s),
            lambda s: s.clear(),
            lambda s: s.__init__([1, 2, 2]),
            lambda s: s.__init__(),
            lambda s: s.pop() in SAMPLE and None,
        ):
            with self.subTest(action):
                native, shared = builtins.set(SAMPLE), so.share(builtins.set(SAMPLE))
                self.assertEqual(self.outcome(action, native)[::2], self.outcome(action, shared)[::2])
                self.assertEqual(len(native), len(shared))
        self.same(repr, ())
        self.same(repr, {"a"})

    def test_wording_where_graalpy_has_another(self):
        with self.assertRaisesRegex(KeyError, "^'pop from an empty set'$"):
            so.set().pop()
        for arguments in ((), ([1], [2])):
            with self.assertRaises(TypeError):
                so.set().symmetric_difference_update(*arguments)

    def test_every_name_of_a_set_bound_and_unbound(self):
        others = {"__class__", "__class_getitem__", "__init_subclass__", "__subclasshook__", "__new__"}
        for name in sorted(set(dir(builtins.set)) - others):
            for arguments in ((), (1,), ({2, 3},), ([2, 3],), ("__len__", 1), ([[]],)):
                for unbound in (False, True):
                    with self.subTest(name, arguments=arguments, unbound=unbound):
                        self.call(name, arguments, unbound)

    def call(self, name, arguments, unbound):
        shared, native = so.share({1, 2}), {1, 2}
        try:
            result = getattr(builtins.set, name)(shared, *arguments) if unbound else getattr(shared, name)(*arguments)
        except Exception as error:
            self.assertIn(type(error), (TypeError, KeyError, AttributeError, ValueError))
            self.assertEqual({1, 2}, so.copy(shared))
            return
        if name not in ("pop", "__ne__", "__setstate__", "__dir__", "__reduce__", "__reduce_ex__"):
            expected = getattr(native, name)(*arguments)
            self.assertEqual(native, so.copy(shared))
            if isinstance(expected, (bool, builtins.set)):
                self.assertEqual(expected, result)

    def test_methods_of_set_take_shared_sets_and_refuse_what_is_no_set(self):
        shared = so.share({1, 2})
        self.assertEqual({1, 2, 3}, set.union(shared, {3}, [2]))
        self.assertEqual({2}, set.intersection(*[shared, {2, 3}]))
        set.add(shared, 9)
        self.assertIn(9, shared)
        self.assertEqual({3}, set.union({3}))
        for wrong in (5, [1], frozenset({1}), None):
            for name in ("add", "union", "pop", "isdisjoint", "__or__", "__ror__"):
                with self.assertRaisesRegex(TypeError, f"'{name}' for 'set' objects doesn't apply to a"):
                    getattr(set, name)(wrong, *([{1}] if name != "pop" else []))
        with self.assertRaisesRegex(TypeError, "'copy' for 'frozenset' objects doesn't apply to a 'set' object"):
            frozenset.copy(shared)


class Hinting:
    def __init__(self, hint):
        self.hint = hint

    def __iter__(self):
        return iter((7,))

    def __length_hint__(self):
        return self.hint if self.hint is not None else 1 / 0


class Kept(unittest.TestCase):
    def test_length_hints_decide_nothing(self):
        for hint in (-5, "x", None, 2**62):
            with self.subTest(hint):
                elements = so.share({1})
                elements.update(Hinting(hint))
                self.assertEqual({1, 7}, elements)
                elements.difference_update(Hinting(hint))
                self.assertEqual({1}, elements)
                elements.__init__(Hinting(hint))
                self.assertEqual({7}, elements)

    def test_it_is_a_set_of_this_package(self):
        shared = so.share(set())
        self.assertIs(so.set, type(shared))
        self.assertIsInstance(shared, builtins.set)
        self.assertIsInstance(shared, collections.abc.MutableSet)
        self.assertTrue(so.is_shared(shared))
        self.assertIs(shared, weakref.ref(shared)())
        self.assertNotIn("set", so.__all__)

    def test_it_is_stored_by_reference_and_native_ones_are_copied_in(self):
        native = {1, 2}
        so.root["sets"] = {"a": native, "b": [native]}
        sets = so.root.pop("sets")
        self.assertIs(sets["a"], sets["b"][0])
        native.add(3)
        self.assertEqual({1, 2}, sets["a"])
        sets["c"] = sets["a"]
        sets["a"].add(4)
        self.assertIs(sets["a"], sets["c"])
        self.assertIn(4, sets["c"])

    def test_constructor(self):
        self.assertEqual({1, 2}, so.set([1, 2, 2]))
        self.assertEqual(set(), so.set())
        self.assertEqual({"a", "b"}, so.set("ab"))
        self.assertEqual({1}, so.set(so.share({1})))
        for arguments in ((5,), ([[]],), (1, 2)):
            with self.assertRaises(TypeError):
                so.set(*arguments)
        with self.assertRaises(TypeError):
            so.set(iterable=[])
        with self.assertRaisesRegex(TypeError, "not an acceptable base type"):
            type("Own", (so.set,), {})

    def test_copies(self):
        shared = so.share({1, (2, 3)})
        self.assertIs(set, type(so.copy(shared)))
        self.assertIs(set, type(copy.copy(shared)))
        deep = copy.deepcopy(shared)
        self.assertIs(so.set, type(deep))
        deep.add(9)
        self.assertEqual({1, (2, 3)}, shared)
        self.assertEqual({1, (2, 3)}, pickle.loads(pickle.dumps(shared)))
        self.assertIs(set, type(pickle.loads(pickle.dumps(shared))))
        self.assertEqual({"s": {1, (2, 3)}}, so.copy(so.share({"s": shared})))

    def test_what_cannot_be_an_element(self):
        shared = so.share({1})
        for element, words in (
            ([], "unhashable type: 'list'"),
            ({}, "unhashable type: 'dict'"),
            ({1}, "unhashable type: 'set'"),
            (shared, "unhashable type: 'set'"),
            (so.share([]), "unhashable type: 'list'"),
            ((1, []), "unhashable type: 'list'"),
        ):
            with self.assertRaisesRegex(TypeError, words):
                shared.add(element)
            with self.assertRaisesRegex(TypeError, words):
                shared.update([element])
        with self.assertRaises(so.NotShareableError):
            shared.add(object())
        with self.assertRaises(so.NotShareableError):
            so.share({"k": [{object()}]})
        self.assertNotIn(object(), shared)
        self.assertNotIn(frozenset({object()}), shared)
        self.assertEqual({1}, shared)

    def test_an_update_that_fails_stores_nothing(self):
        shared = so.share({1})
        with self.assertRaises(TypeError):
            shared.update([2], [3, []])
        with self.assertRaises(so.NotShareableError):
            shared.update([2, object()])
        with self.assertRaises(TypeError):
            shared.difference_update([1, []])
        self.assertEqual({1}, shared)

    def test_equal_numbers_and_nans_are_one_element(self):
        shared = so.share({1})
        shared.update([1.0, True, 1 + 0j])
        self.assertEqual(1, len(shared))
        self.assertIs(int, type(next(iter(shared))))
        nan = float("nan")
        self.assertEqual(1, len(so.share({nan, -nan, float("nan")})))

    def test_many_elements(self):
        native = set()
        for number in range(1_500):
            native.update((number, f"the element {number}", number + 0.5, (number, "t"), b"%d" % number))
        shared = so.share(native)
        self.assertEqual(len(native), len(shared))
        self.assertTrue(all(element in shared for element in native))
        self.assertEqual(native, shared)
        self.assertEqual(native, set(shared))
        shared -= {*range(0, 1_500, 2)}
        native -= {*range(0, 1_500, 2)}
        self.assertEqual(native, shared)
        shared &= {*range(100)}
        self.assertEqual({*range(1, 100, 2)}, shared)
        while shared:
            shared.pop()
        self.assertEqual(set(), shared)

    def test_in_hot_loops(self):
        for size in (50, 3_000):
            shared = so.set()
            for number in range(size):
                shared.add(number)
                shared.add(f"n{number}")
            self.assertEqual(2 * size, len(shared))
            found = sum(1 for number in range(2 * size) if number in shared)
            self.assertEqual(size, found)
            self.assertEqual(size, sum(1 for element in shared if type(element) is int))


class Iteration(unittest.TestCase):
    def test_changing_the_size_meanwhile_raises(self):
        for change in (lambda s: s.add(9), lambda s: s.pop()):
            shared = so.share({1, 2, 3})
            with self.assertRaisesRegex(RuntimeError, "^Set changed size during iteration$"):
                for _ in shared:
                    change(shared)

    def test_iterators_know_how_many_are_left(self):
        for values in ({1, 2, 3}, [1, 2, 3], {1: 1, 2: 2, 3: 3}):
            shared = so.share(values)
            iterator = iter(shared)
            self.assertEqual(3, operator.length_hint(iterator))
            next(iterator)
            self.assertEqual(2, operator.length_hint(iterator))
            self.assertEqual(2, len([*iterator]))
            self.assertEqual(0, operator.length_hint(iterator))

    def test_an_iterator_stays_exhausted(self):
        shared = so.share({1})
        iterator = iter(shared)
        self.assertEqual(1, next(iterator))
        self.assertIsNone(next(iterator, None))
        shared.add(2)
        self.assertIsNone(next(iterator, None))


class Transactions(unittest.TestCase):
    def test_an_exception_undoes_all(self):
        shared = so.share({1, 2})

        def change():
            shared.add(3)
            shared.remove(1)
            self.assertEqual({2, 3}, shared)
            shared.symmetric_difference_update([2, 9])
            self.assertEqual({3, 9}, shared)
            raise LookupError

        with self.assertRaises(LookupError):
            so.atomically(change)
        self.assertEqual({1, 2}, shared)

    def test_issubset_reads_the_other_before_it_looks(self):
        def clearing(target):
            yield 2
            target.clear()

        for target in ({1}, so.share({1})):
            self.assertTrue(target.issubset(clearing(target)))

    def test_threads_move_elements_between_two_sets(self):
        left, right = so.share(set(range(40))), so.set()

        @so.atomic
        def move(source, target):
            if source:
                target.add(source.pop())

        def work():
            for _ in range(50):
                move(left, right)
                move(right, left)

        def look():
            for _ in range(50):
                both = so.atomically(lambda: left | right)
                self.assertEqual(40, len(both))

        threads = [threading.Thread(target=each) for each in (work, work, look)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(set(range(40)), left | right)
        self.assertFalse(left & right)

    def test_both_sides_of_an_operator_are_of_one_moment(self):
        left, right = so.set(), so.set()
        stop = threading.Event()

        @so.atomic
        def put(number):
            left.add(number)
            right.add(number)

        def work():
            for number in range(2_000):
                put(number)
                if number % 10 == 0:
                    so.atomically(lambda: (left.clear(), right.clear()))
            stop.set()

        thread = threading.Thread(target=work)
        thread.start()
        while not stop.is_set():
            self.assertEqual(set(), left ^ right)
            self.assertEqual(left, right)
        thread.join()

    def test_adding_what_is_there_conflicts_with_nobody(self):
        shared = so.share(set(range(10)))
        runs = []

        @so.atomic
        def add():
            runs.append(1)
            shared.add(3)
            if len(runs) == 1:
                thread = threading.Thread(target=shared.add, args=(4,))
                thread.start()
                thread.join()

        add()
        self.assertEqual([1], runs)

    def test_conflicts_name_the_set_and_its_element(self):
        shared = so.root["conflicting set"] = so.share({"tea", "water", "juice"})
        so.explain_conflicts(reset=True)
        runs = []

        @so.atomic
        def take():
            runs.append(1)
            shared.discard("tea")
            if len(runs) == 1:
                thread = threading.Thread(target=shared.add, args=("milk",))
                thread.start()
                thread.join()

        take()
        try:
            conflict = so.explain_conflicts(reset=True)[0]
            self.assertEqual(("set", "root['conflicting set']"), (conflict.type, conflict.path))
            self.assertEqual(("tea",), conflict.touched)
            self.assertIs(shared, conflict.object)
        finally:
            del so.root["conflicting set"]


if __name__ == "__main__":
    unittest.main()
