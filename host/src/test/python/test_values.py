# SPDX-License-Identifier: Apache-2.0
import builtins
import math
import unittest

import shapes_for_tests
import shared_objects as so

NATIVE = [
    None, True, False, ..., 0, -1, 2**31, -(2**31) - 1, 2**47, 2**62, 2**63, -(2**63), 10**400, -(10**400),
    0.0, -0.0, 1e300, float("inf"), 1j, "", "a", "ünïcode", "\U0001f600", "\ud800", "a\udfffb", "x" * 1000, b"", b"ab\0",
    bytes(range(256)) * 20, (), (1, "a", (2.5, None)), frozenset(), frozenset({1, "a"}),
]  # fmt: skip


class Immutable(unittest.TestCase):
    def test_values_come_back_as_native_objects_of_their_type(self):
        box = so.share([None])
        for value in NATIVE:
            with self.subTest(ascii(value)[:60]):
                box[0] = value
                self.assertIs(type(value), type(box[0]))
                self.assertEqual(value, box[0])
                if type(value) is not frozenset:
                    self.assertEqual(repr(value), repr(box[0]))

    def test_nan(self):
        nan = float("nan")
        box = so.share([nan, {"x": nan}])
        self.assertTrue(math.isnan(box[0]) and math.isnan(box[1]["x"]))
        self.assertNotEqual(box[0], box[0] + 0)

    def test_a_long_text(self):
        text = "0123456789" * 1_000_000
        so.root["long"] = text
        self.assertEqual(text, so.root["long"])
        del so.root["long"]

    def test_share_of_an_immutable_value_is_the_value(self):
        for value in NATIVE:
            self.assertEqual(value, so.share(value))
            self.assertFalse(so.is_shared(value))

    def test_a_tuple_holds_shared_objects(self):
        pair = so.share(([1], {"a": 2}))
        self.assertIs(tuple, type(pair))
        self.assertTrue(so.is_shared(pair[0]) and so.is_shared(pair[1]))
        so.root["pair"] = pair
        self.assertIs(pair[0], so.root["pair"][0])
        del so.root["pair"]


class CopyIn(unittest.TestCase):
    def test_the_native_container_stays_apart(self):
        local = []
        so.root["apart"] = local
        local.append(1)
        self.assertEqual([], so.root["apart"])
        self.assertIs(so.root["apart"], so.root["apart"])
        del so.root["apart"]

    def test_aliases_are_kept_by_every_store_of_many(self):
        part = [1]
        pair = (part, part)

        def extended():
            values = so.list([0])
            values.extend([part, part, pair])
            return values[1:]

        def added():
            values = so.list([0])
            values += (part, part, pair)
            return values[1:]

        def sliced():
            values = so.list([0, 0])
            values[:] = [part, part, pair]
            return values

        def stepped():
            values = so.list([0] * 6)
            values[::2] = [part, part, pair]
            return values[::2]

        def updated():
            values = so.dict()
            values.update({"a": part, "b": part, "c": pair})
            return list(values.values())

        def updated_by_words():
            values = so.dict(a=part, b=part, c=pair)
            values |= {"d": part}
            return list(values.values())

        def from_pairs():
            return list(so.dict([("a", part), ("b", part), ("c", pair)]).values())

        makers = (extended, added, sliced, stepped, updated, updated_by_words, from_pairs, lambda: so.list([part, part, pair]))
        for make in makers:
            with self.subTest(make.__name__):
                first, second, both = make()[:3]
                self.assertIs(first, second)
                self.assertTrue(both[0] is both[1] is first)
                first.append(2)
                self.assertEqual(([1, 2], [1]), (second, part))
        first, *others = so.dict.fromkeys("abc", part).values()
        self.assertTrue(all(other is first for other in others))

    def test_a_key_inside_of_what_it_leads_to_is_refused_or_sound(self):
        plain = so.copy(shapes_for_tests.Account("a", 1))
        outer = ({plain: 1},)
        plain.owner = outer
        try:
            shared = so.share(outer)
        except RecursionError:
            return  # each key is a copy of its own
        self.assertEqual(1, shared[0][next(iter(shared[0]))])

    def test_a_store_that_fails_leaves_nothing_of_its_aliases(self):
        part, values = [1], so.list()
        with self.assertRaises(so.NotShareableError):
            values.extend([part, part, object()])
        self.assertEqual([], values)
        values.extend([part, part])
        self.assertIs(values[0], values[1])

    def test_aliases_and_cycles_are_kept_in_one_store(self):
        inner = [1]
        cycle = {"x": inner, "y": inner}
        cycle["self"] = cycle
        shared = so.share(cycle)
        self.assertIs(shared["x"], shared["y"])
        self.assertIs(shared, shared["self"])

    def test_two_stores_make_two_copies(self):
        inner = [1]
        shared = so.share({})
        shared["a"] = inner
        shared["b"] = inner
        self.assertIsNot(shared["a"], shared["b"])

    def test_deep_nesting(self):
        deep = []
        for _ in range(100_000):
            deep = [deep]
        shared = so.share(deep)
        depth = 0
        while shared:
            shared = shared[0]
            depth += 1
        self.assertEqual(100_000, depth)

    def test_what_cannot_be_shared_is_named_with_its_path(self):
        target = so.share({"kept": 1})
        for value, path in (
            ([1, {"a": (2, object())}], r"\[1\]\['a'\]\[1\]"),
            ({"f": lambda: 0}, r"\['f'\].*function.*lambda"),
            ({1: {2: {3: {4: {5: open}}}}}, r"\[1\]\[2\]\[3\]\[4\]\[5\]"),
        ):
            with self.assertRaisesRegex(so.NotShareableError, path):
                target["bad"] = value
            with self.assertRaisesRegex(so.NotShareableError, path):
                so.share(value)
        self.assertEqual({"kept": 1}, target)

    def test_a_closure_names_what_it_captures(self):
        sock = 5

        def f():
            return sock

        with self.assertRaisesRegex(so.NotShareableError, r"\['f'\].*f' captures 'sock'"):
            so.share({"f": f})

    def test_subclasses_of_containers_are_refused(self):
        import collections

        for value in (collections.OrderedDict(), collections.defaultdict(int), type("Mine", (builtins.list,), {})()):
            with self.assertRaises(so.NotShareableError):
                so.share([value])

    def test_a_failed_extend_stores_nothing(self):
        shared = so.share([1])
        with self.assertRaises(so.NotShareableError):
            shared.extend([2, object()])
        with self.assertRaises(so.NotShareableError):
            shared[0:1] = [3, object()]
        self.assertEqual([1], shared)


class CopyOut(unittest.TestCase):
    def test_it_is_native_and_deep(self):
        shared = so.share([{"a": [1]}, ([2],)])
        native = so.copy(shared)
        for value in (native, native[0]["a"], native[1][0]):
            self.assertIs(builtins.list, type(value))
        native[0]["a"].append(5)
        self.assertEqual([{"a": [1]}, ([2],)], shared)

    def test_it_keeps_aliases_and_cycles(self):
        shared = so.share({})
        shared["self"] = shared
        native = so.copy(shared)
        self.assertIs(native, native["self"])

    def test_values_are_returned_as_they_are(self):
        self.assertEqual((1, "a"), so.copy((1, "a")))


if __name__ == "__main__":
    unittest.main()
