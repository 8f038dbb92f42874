# SPDX-License-Identifier: Apache-2.0
import builtins
import collections
import copy
import itertools
import json
import operator
import pickle
import unittest
import weakref

import pso_for_tests
import shared_objects as so

SAMPLE = [3, 1, "b", None, 2.5, (1, 2), True]


class Column:
    """Knows what becomes of a list to which it is added."""

    def __iter__(self):
        return iter((1, 2))

    def __index__(self):
        return 2

    def __radd__(self, other):
        return ("column", [*other])

    def __rmul__(self, other):
        return ("product", [*other])


class Modest(Column):
    def __radd__(self, other):
        return NotImplemented

    def __rmul__(self, other):
        return NotImplemented


class LikeNative(unittest.TestCase):
    """Runs the same on a native list and on its shared copy, and compares the outcome and what became of both."""

    def outcome(self, action, value):
        try:
            return "gives", action(value)
        except Exception as error:
            return "raises", type(error)

    def same(self, action, start=SAMPLE):
        native, shared = builtins.list(start), so.share(builtins.list(start))
        self.assertEqual(self.outcome(action, native), self.outcome(action, shared))
        self.assertEqual(native, shared)

    def test_slices_of_large_lists_should_be_those_of_native_ones(self):
        native = list(range(3000))
        shared = so.share(native)
        bounds = -4000, -2999, -1, 0, 1, 1500, 2999, 4000
        for start, stop, step in itertools.product(bounds, bounds, (None, 1, 7, -1, -3)):
            self.assertEqual(native[start:stop:step], shared[start:stop:step], (start, stop, step))

    def test_reading_by_index_and_slice(self):
        for index in (0, -1, 6, -7, 7, -8, True, "x", 1.0, slice(None), slice(1, 4), slice(None, None, -1), slice(5, 1, -2)):
            with self.subTest(index):
                self.same(lambda l: l[index])

    def test_writing_by_index_and_slice(self):
        for index in (0, -1, 7, -8, "x"):
            with self.subTest(index):
                self.same(lambda l: operator.setitem(l, index, 9))
        for index, values in (
            (slice(1, 3), [7, 8, 9]),
            (slice(None, None, 2), [1, 2, 3, 4]),
            (slice(None, None, 2), [1]),
            (slice(3, 1), "ab"),
            (slice(50, 60), (1,)),
            (slice(0, 0), 5),
        ):
            with self.subTest((index, values)):
                self.same(lambda l: operator.setitem(l, index, values))

    def test_slices_with_the_smallest_steps(self):
        for step in (-(2**31), -(2**31) - 1, -(2**63), -(10**30)):
            shared = so.share([0, 1, 2, 3, 4])
            with self.assertRaisesRegex(ValueError, "^attempt to assign sequence of size 0 to extended slice of size 1$"):
                shared[10**30 : 1 : step] = ""
            self.assertEqual([4], shared[10**30 : 1 : step])
            shared[::step] = "x"
            del shared[2::step]
            self.assertEqual([0, 1, 3, "x"], shared)

    def test_indexes_are_asked_before_the_list_is_looked_at(self):
        class Clearing:
            def __init__(self, values):
                self.values = values

            def __index__(self):
                self.values.clear()
                return 1

        for action in (
            lambda l: l * Clearing(l),
            lambda l: Clearing(l) * l,
            lambda l: operator.imul(l, Clearing(l)),
            lambda l: l.index(2, Clearing(l)),
        ):
            self.same(action)

    def test_only_the_right_operand_of_a_product_is_asked_for_it(self):
        class Two:
            def __index__(self):
                return 2

            def __rmul__(self, other):
                return "asked"

        for action in (lambda l: l * Two(), lambda l: Two() * l, lambda l: l.__rmul__(Two())):
            self.same(action)

    def test_what_is_wrong_is_told_in_the_order_of_native_lists(self):
        class Failing:
            def __index__(self):
                raise KeyError("asked")

        for action in (
            lambda l: operator.setitem(l, slice(None, None, 0), 5),
            lambda l: operator.setitem(l, slice(None, None, 0), slice(1)),
            lambda l: operator.setitem(l, slice("x"), 5),
            lambda l: operator.setitem(l, slice(0, 1), 5),
            lambda l: l.index(1, "x", Failing()),
            lambda l: l.index(1, Failing(), "x"),
            lambda l: l.__imul__(b"ab"),
            lambda l: l.__imul__(builtins.bytearray()),
            lambda l: l.__imul__((1,)),
            lambda l: l.__imul__("x"),
            lambda l: l.__imul__([2]),
        ):
            words = []
            for value in (SAMPLE.copy(), so.share(SAMPLE)):
                with self.assertRaises(Exception) as raised:
                    action(value)
                words.append((type(raised.exception), str(raised.exception)))
                self.assertEqual(SAMPLE, value)
            self.assertEqual(*words)

    def test_deleting_by_index_and_slice(self):
        for index in (0, -1, 7, slice(1, 3), slice(None, None, -2), slice(None)):
            with self.subTest(index):
                self.same(lambda l: operator.delitem(l, index))

    def test_methods_that_change(self):
        for action in (
            lambda l: l.append(5),
            lambda l: l.extend((1, 2)),
            lambda l: l.extend(l),
            lambda l: l.extend(5),
            lambda l: l.insert(2, "x"),
            lambda l: l.insert(-2, "x"),
            lambda l: l.insert(100, "x"),
            lambda l: l.insert(-100, "x"),
            lambda l: l.insert("a", "x"),
            lambda l: l.insert(10**30, "x"),
            lambda l: l.pop(),
            lambda l: l.pop(0),
            lambda l: l.pop(-2),
            lambda l: l.pop(50),
            lambda l: l.remove("b"),
            lambda l: l.remove("nothing"),
            lambda l: l.reverse(),
            lambda l: l.clear(),
            lambda l: operator.iadd(l, [1]) and None,
            lambda l: operator.imul(l, 2) and None,
            lambda l: operator.imul(l, 0) and None,
        ):
            self.same(action)

    def test_in_place_operators_ask_the_right_operand_first(self):
        def added(l, x):
            l += x
            return l

        def multiplied(l, x):
            l *= x
            return l

        for operand in (Column(), Modest(), collections.UserList([1]), (1, 2), 5, 1.5, True, None):
            self.same(lambda l: added(l, operand))
            self.same(lambda l: multiplied(l, operand))

    def test_pop_of_an_empty_list(self):
        self.same(lambda l: l.pop(), [])

    def test_methods_that_ask(self):
        for action in (
            len,
            repr,
            bool,
            builtins.list,
            tuple,
            lambda l: l.count(1),
            lambda l: l.index("b"),
            lambda l: l.index("b", 3),
            lambda l: l.index("nothing"),
            lambda l: "b" in l,
            lambda l: "c" in l,
            lambda l: l.copy(),
            lambda l: [*reversed(l)],
            lambda l: l + [1],
            lambda l: [1] + l,
            lambda l: l + 5,
            lambda l: l * 2,
            lambda l: 2 * l,
            lambda l: l * "x",
            lambda l: l == [3],
            lambda l: l != SAMPLE,
            lambda l: l < [4],
            lambda l: l >= [3, 1],
            lambda l: l < 5,
            hash,
        ):
            self.same(action)

    def test_sort(self):
        for action in (
            lambda l: l.sort(),
            lambda l: l.sort(reverse=True),
            lambda l: l.sort(key=lambda x: -x),
            lambda l: l.sort(key=str, reverse=True),
        ):
            self.same(action, [3, 1, 2, 10])
        self.same(lambda l: l.sort(), [1, "a"])


class Wording(unittest.TestCase):
    def test_errors_say_what_those_of_a_list_say(self):
        shared = so.share([1])
        for action, error, words in (
            (lambda: shared[1], IndexError, "list index out of range"),
            (lambda: operator.setitem(shared, 1, 0), IndexError, "list assignment index out of range"),
            (lambda: shared["a"], TypeError, "list indices must be integers or slices, not str"),
            (lambda: shared.index(5), ValueError, "not in list"),
            (lambda: shared.remove(5), ValueError, r"list.remove\(x\): x not in list"),
            (lambda: so.share([]).pop(), IndexError, "pop from empty list"),
            (lambda: shared.pop(9), IndexError, "pop index out of range"),
            (lambda: hash(shared), TypeError, "unhashable type: 'list'"),
            (lambda: shared + 5, TypeError, r'can only concatenate list \(not "int"\) to list'),
            (lambda: shared < 5, TypeError, "'<' not supported between instances of 'list' and 'int'"),
            (lambda: shared.foo, AttributeError, "'list' object has no attribute 'foo'"),
        ):
            with self.assertRaisesRegex(error, words):
                action()


class Shared(unittest.TestCase):
    def test_what_goes_on_with_an_iterator_sees_what_is_added_meanwhile(self):
        for _ in range(3):
            jobs, table = so.share([0, 1, 2]), so.share({0: 0, 1: 1})
            rest = itertools.chain.from_iterable([jobs, table])
            self.assertEqual([0, 1], list(itertools.islice(rest, 2)))
            jobs.append(3)
            self.assertEqual((2,), tuple(itertools.islice(rest, 1)))
            self.assertEqual([3, 0], sorted(itertools.islice(rest, 2), reverse=True))
            table[2] = 2
            with self.assertRaises(RuntimeError):
                list(rest)
            kept = iter(table)
            table[3] = 3
            with self.assertRaises(RuntimeError):
                next(kept)

    def test_ranges_are_stored_and_refused_as_native_lists_do(self):
        values = so.list(range(3))
        values.extend(range(5, -5, -4))
        values[1:2] = range(10**20, 10**20 + 2)
        self.assertEqual([0, 10**20, 10**20 + 1, 2, 5, 1, -3], values)
        for endless in (range(10**30), range(2**31 + 5)):
            with self.assertRaises(OverflowError):
                values.extend(endless)

    def test_native_lists_and_their_subclasses_take_it_for_a_list(self):
        class Plain(list):
            pass

        class Own(list):
            def __eq__(self, other):
                return super().__eq__(other)

            def __lt__(self, other):
                return super().__lt__(other)

            def __add__(self, other):
                return super().__add__(other)

        shared, alike = so.list([1, 2]), [1, 2]
        operators = (operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge, operator.add)
        for make in (list, Plain, Own):
            for values in ([], [1], [1, 2], [1, 3]):
                for compare in operators:
                    with self.subTest(make=make, values=values, compare=compare.__name__):
                        self.assertEqual(compare(make(values), alike), compare(make(values), shared))
                        self.assertEqual(compare(alike, make(values)), compare(shared, make(values)))
                for name in ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__add__"):
                    with self.subTest(make=make, values=values, name=name):
                        self.assertEqual(getattr(make(values), name)(alike), getattr(make(values), name)(shared))
                        self.assertEqual(getattr(list, name)(alike, values), getattr(list, name)(shared, values))
        self.assertIs(NotImplemented, alike.__eq__(5))
        with self.assertRaises(TypeError):
            alike.__add__((1,))
        self.assertEqual("<slot wrapper '__eq__' of 'list' objects>", repr(list.__eq__))

    def test_subclasses_from_before_the_import_take_it_for_a_list(self):
        program = (
            "class Before(list): pass\n"
            "class Nested(Before): pass\n"
            "import gc, shared_objects as so\n"
            "gc.collect()\n"
            "shared = so.list([1, 2])\n"
            "print(Before([1, 2]) == shared, Nested([1]) < shared, Before([1, 2]) == [1, 2], Nested([2]) < [1])"
        )
        self.assertEqual("True True True False\n", pso_for_tests.run([pso_for_tests.PSO, "--no-resident", "-c", program]).stdout)

    def test_it_is_a_list_of_this_package(self):
        shared = so.share([1])
        self.assertIs(so.list, type(shared))
        self.assertIsInstance(shared, builtins.list)
        self.assertEqual("<class 'shared_objects.list'>", repr(type(shared)))
        self.assertTrue(so.is_shared(shared))
        self.assertFalse(so.is_shared([1]))

    def test_it_can_be_made_by_its_type(self):
        self.assertEqual([0, 1, 2], so.list(range(3)))
        self.assertEqual([], so.list())
        self.assertTrue(so.is_shared(so.list()))

    def test_slices_sums_and_copies_are_native(self):
        shared = so.share([1, 2])
        for value in (shared[:], shared + [1], [1] + shared, shared * 2, shared.copy(), copy.copy(shared)):
            self.assertIs(builtins.list, type(value))

    def test_augmented_assignment_keeps_the_object(self):
        shared = before = so.share([1])
        shared += [2]
        shared *= 2
        self.assertIs(before, shared)
        self.assertEqual([1, 2, 1, 2], before)

    def test_elements_that_are_containers_are_shared_objects(self):
        shared = so.share([[1], {"a": 1}])
        self.assertTrue(so.is_shared(shared[0]) and so.is_shared(shared[1]))
        self.assertIs(shared[0], shared[0])
        self.assertTrue(so.is_shared(shared[:][0]))

    def test_no_attributes_can_be_added(self):
        with self.assertRaises(AttributeError):
            so.share([]).note = 1

    def test_sort_that_changes_the_list_raises(self):
        shared = so.share([3, 2, 1])
        with self.assertRaisesRegex(ValueError, "list modified during sort"):
            shared.sort(key=lambda x: shared.append(x) or x)

    def test_deleting_while_iterating_does_as_native(self):
        native, shared = [*range(10)], so.share([*range(10)])
        seen = []
        for values in (native, shared):
            seen.append([])
            for value in values:
                seen[-1].append(value)
                if value % 3 == 0:
                    values.remove(value)
        self.assertEqual(seen[0], seen[1])
        self.assertEqual(native, shared)

    def test_repr_of_a_list_in_itself(self):
        shared = so.share([1])
        shared.append(shared)
        self.assertEqual("[1, [...]]", repr(shared))
        self.assertIs(shared, shared[1])

    def test_weak_references(self):
        shared = so.share([])
        self.assertIs(shared, weakref.ref(shared)())

    def test_deepcopy_is_shared_and_pickle_is_native(self):
        shared = so.share([1, [2]])
        copied = copy.deepcopy(shared)
        copied[1].append(3)
        self.assertTrue(so.is_shared(copied))
        self.assertEqual([1, [2]], shared)
        loaded = pickle.loads(pickle.dumps(shared))
        self.assertIs(builtins.list, type(loaded))
        self.assertIs(builtins.list, type(loaded[1]))
        self.assertEqual(shared, loaded)

    def test_pickle_and_deepcopy_of_a_cycle(self):
        shared = so.share([])
        shared.append(shared)
        loaded, copied = pickle.loads(pickle.dumps(shared)), copy.deepcopy(shared)
        self.assertIs(loaded, loaded[0])
        self.assertIs(copied, copied[0])
        self.assertIsNot(shared, copied)

    def test_json(self):
        shared = so.share([1, {"a": [None, True, 2.5, "ü"]}])
        text = '[1, {"a": [null, true, 2.5, "\\u00fc"]}]'
        self.assertEqual(text, json.dumps(shared))
        self.assertEqual(f'{{"x": {text}}}', json.dumps({"x": shared}))
        self.assertEqual(json.dumps(shared[:], indent=1), json.dumps(shared, indent=1))
        self.assertEqual('"?"', json.dumps(object(), default=lambda value: "?"))
        with self.assertRaisesRegex(TypeError, "Object of type object is not JSON serializable"):
            json.dumps([shared, object()])

    def test_json_of_a_cycle_raises(self):
        shared = so.share([])
        shared.append(shared)
        with self.assertRaisesRegex(ValueError, "Circular reference"):
            json.dumps(shared)

    def test_library_functions(self):
        import bisect
        import heapq
        import random

        shared = so.share([5, 3, 8])
        heapq.heapify(shared)
        self.assertEqual(3, heapq.heappop(shared))
        bisect.insort(shared, 6)
        random.shuffle(shared)
        self.assertEqual([5, 6, 8], sorted(shared))
        self.assertEqual("1-2", "-".join(so.share(["1", "2"])))
        first, *rest = so.share([1, 2, 3])
        self.assertEqual((1, [2, 3]), (first, rest))
        match so.share([1, 2]):
            case [a, b]:
                self.assertEqual((1, 2), (a, b))


if __name__ == "__main__":
    unittest.main()
