# SPDX-License-Identifier: Apache-2.0
import array
import builtins
import collections.abc
import contextlib
import copy
import json
import operator
import pickle
import unittest
import weakref

import shared_objects as so

SAMPLE = {"a": 1, 2: "b", None: (1, 2), 2.5: False}


class LikeNative(unittest.TestCase):
    def outcome(self, action, value):
        try:
            return "gives", action(value)
        except Exception as error:
            return "raises", type(error)

    def same(self, action, start=SAMPLE):
        native, shared = builtins.dict(start), so.share(builtins.dict(start))
        self.assertEqual(self.outcome(action, native), self.outcome(action, shared))
        self.assertEqual(native, shared)
        self.assertEqual([*native.items()], [*shared.items()])

    def test_keys_that_were_removed_are_not_gone_through_backwards(self):
        d = so.share({1: 2, 3: 4})
        keys = reversed(d)
        d.clear()
        d.update(a=1, b=2)
        with self.assertRaisesRegex(RuntimeError, "keys changed"):
            next(keys)

    def test_iterators_that_have_an_id_are_copied(self):
        d, s = so.share({1: 2, 3: 4}), so.set([1, 3])
        for make in (lambda: iter(d), lambda: iter(d.values()), lambda: iter(d.items()), lambda: iter(s), lambda: reversed(d)):
            iterator = make()
            next(iterator)
            id(iterator)
            for copied in copy.copy(iterator), copy.deepcopy(iterator), pickle.loads(pickle.dumps(iterator)):
                self.assertEqual(len([*copied]), 1)
            self.assertEqual(len([*copy.deepcopy([iterator])[0]]), 1)
            self.assertEqual(len([*iterator]), 1)
            self.assertEqual([*copy.deepcopy(iterator)], [])

    def test_methods_that_change(self):
        for action in (
            lambda d: operator.setitem(d, "z", 1),
            lambda d: operator.setitem(d, "a", 5),
            lambda d: operator.setitem(d, [], 5),
            lambda d: operator.delitem(d, "a"),
            lambda d: operator.delitem(d, "nothing"),
            lambda d: operator.delitem(d, []),
            lambda d: d.pop("a"),
            lambda d: d.pop("nothing"),
            lambda d: d.pop("nothing", 7),
            lambda d: d.popitem(),
            lambda d: d.setdefault("a", 9),
            lambda d: d.setdefault("n", 9),
            lambda d: d.setdefault("n"),
            lambda d: d.setdefault({}, 9),
            lambda d: d.update({"a": 2, "q": 3}),
            lambda d: d.update([("x", 1)], y=2),
            lambda d: d.update(5),
            lambda d: d.update([1]),
            lambda d: d.clear(),
            lambda d: operator.ior(d, {"b": 3}) and None,
            lambda d: operator.ior(d, [("b", 3)]) and None,
        ):
            self.same(action)

    def test_popitem_of_an_empty_dict(self):
        self.same(lambda d: d.popitem(), {})

    def test_methods_that_ask(self):
        for action in (
            len,
            repr,
            bool,
            builtins.list,
            builtins.dict,
            hash,
            lambda d: d["a"],
            lambda d: d["nothing"],
            lambda d: d[[]],
            lambda d: d.get("a"),
            lambda d: d.get("nothing", 5),
            lambda d: d.get({}),
            lambda d: "a" in d,
            lambda d: "c" in d,
            lambda d: [] in d,
            lambda d: d.copy(),
            lambda d: [*reversed(d)],
            lambda d: d | {"a": 5},
            lambda d: {"a": 5} | d,
            lambda d: d | 5,
            lambda d: d == {"a": 1},
            lambda d: d != SAMPLE,
            lambda d: d < {},
            lambda d: {**d},
            lambda d: d.a,
        ):
            self.same(action)

    def test_views(self):
        for action in (
            lambda d: [*d.keys()],
            lambda d: [*d.values()],
            lambda d: [*d.items()],
            lambda d: [*reversed(d.values())],
            lambda d: repr(d.keys()) + repr(d.values()) + repr(d.items()),
            lambda d: d.keys() & {"a", 5},
            lambda d: d.keys() | ["n"],
            lambda d: d.keys() - ["a"],
            lambda d: ["a", "n"] - d.keys(),
            lambda d: d.keys() ^ {"a"},
            lambda d: d.items() & {("a", 1)},
            lambda d: d.keys() == {"a", 2, None, 2.5},
            lambda d: d.items() == builtins.dict(d).items(),
            lambda d: d.keys() <= {"a"},
            lambda d: {"a"} <= d.keys(),
            lambda d: d.keys().isdisjoint(["a"]),
            lambda d: ("a", 1) in d.items(),
            lambda d: ("a", 2) in d.items(),
            lambda d: "a" in d.items(),
            lambda d: "b" in d.values(),
            lambda d: (len(d.keys()), len(d.values()), len(d.items())),
            lambda d: d.keys().mapping == d,
        ):
            self.same(action)


class Wording(unittest.TestCase):
    def test_errors_say_what_those_of_a_dict_say(self):
        shared = so.share({"a": 1})
        for action, error, words in (
            (lambda: shared["x"], KeyError, "^'x'$"),
            (lambda: operator.delitem(shared, "x"), KeyError, "^'x'$"),
            (lambda: shared.pop("x"), KeyError, "^'x'$"),
            (lambda: so.share({}).popitem(), KeyError, "popitem\\(\\): dictionary is empty"),
            (lambda: shared[[]], TypeError, "unhashable type: 'list'"),
            (lambda: hash(shared), TypeError, "unhashable type: 'dict'"),
            (lambda: shared | 5, TypeError, "unsupported operand type"),
        ):
            with self.assertRaisesRegex(error, words):
                action()


class Keys(unittest.TestCase):
    def test_one_and_one_point_zero_and_true_are_one_key(self):
        shared = so.share({})
        shared[1] = "int"
        shared[1.0] = "float"
        shared[True] = "bool"
        self.assertEqual([(1, "bool")], [*shared.items()])
        self.assertIs(int, type(next(iter(shared))))
        self.assertEqual("bool", shared[1 + 0j])

    def test_big_equal_numbers_are_one_key(self):
        shared = so.share({2**70: 1, 10**400: 2})
        shared[float(2**70)] = 3
        self.assertEqual({2**70: 3, 10**400: 2}, shared)

    def test_tuples_are_keys_by_value(self):
        shared = so.share({(1, ("a", None)): 1})
        self.assertEqual(1, shared[(1.0, ("a", None))])
        with self.assertRaisesRegex(TypeError, "unhashable type: 'list'"):
            shared[(1, [])] = 1

    def test_texts_of_any_length_and_alphabet_are_found_as_parts_of_others(self):
        texts = {letter * length + last for letter in "aéж😀\ud800" for length in (0, 1, 5, 6, 7, 8, 64, 65, 71, 72) for last in ("", "b", "ü", "Ж")}
        dicts = [so.share({text: text}) for text in texts] + [so.share({text: text for text in texts})]
        for d in dicts:
            for text in texts:
                part = f"<{text}>"[1:-1]
                self.assertEqual((part in d) and part, d.get(part, False))
            self.assertEqual(len(d), sum(f"<{text}>"[1:-1] in d for text in texts))

    def test_keys_with_mutable_parts_that_are_looked_for_leave_nothing_behind(self):
        class_of = collections.namedtuple("Key", "id parts")

        class Key(class_of):
            def __hash__(self):
                return hash(self.id)

            def __eq__(self, other):
                return self.id == other.id

        array_ = array.array("i", [1, 2, 3])
        d, s = so.share({}), so.set()
        for action in (
            lambda: Key(1, ["x"]) in d,
            lambda: d.get(Key(1, ["x"])),
            lambda: d.pop((Key(1, ["x"]),), 0),
            lambda: (array_,) in d,
            lambda: d.setdefault(array_),
            lambda: d.update({array_: 1}),
            lambda: so.share({array_: 1}),
            lambda: so.share({array_}),
            lambda: s.add((array_,)),
            lambda: s.discard((array_,)),
        ):
            for i in range(20):
                with contextlib.suppress(TypeError):
                    action()
                so.root["made"] = {"a": i} if i % 2 else [i]
                made = so.root["made"]
                self.assertEqual({"a": i} if i % 2 else [i], made)
        del so.root["made"]

    def test_a_shared_list_is_no_key(self):
        with self.assertRaisesRegex(TypeError, "unhashable type"):
            so.share({})[so.share([])] = 1

    def test_order_is_that_of_insertion(self):
        shared = so.share({})
        for key in range(50):
            shared[key] = key
        for key in range(0, 50, 2):
            del shared[key]
        shared[0] = "again"
        shared[1] = "kept"
        self.assertEqual([*range(1, 50, 2), 0], [*shared])

    def test_many_mixed_keys(self):
        native = {}
        for number in range(2_000):
            native.update({number: 1, f"k{number}": 2, number + 0.5: 3, (number, "t"): 4, b"%d" % number: 5})
        shared = so.share(native)
        self.assertEqual(len(native), len(shared))
        self.assertTrue(all(shared[key] == value for key, value in native.items()))
        self.assertEqual([*native], [*shared])


class Iteration(unittest.TestCase):
    def test_growing_or_shrinking_meanwhile_raises(self):
        for view in (lambda d: d, lambda d: d.keys(), lambda d: d.values(), lambda d: d.items()):
            for change in (lambda d: d.update(new=1), lambda d: d.popitem()):
                shared = so.share({"a": 1, "b": 2, "c": 3})
                with self.assertRaisesRegex(RuntimeError, "dictionary changed size during iteration"):
                    for _ in view(shared):
                        change(shared)

    def test_values_are_those_of_the_moment(self):
        shared = so.share({"a": 1, "b": 2})
        seen = []
        for key, value in shared.items():
            seen.append((key, value))
            shared["b"] = 20
        self.assertEqual([("a", 1), ("b", 20)], seen)


class Shared(unittest.TestCase):
    def test_it_is_a_dict_of_this_package(self):
        shared = so.share({})
        self.assertIs(so.dict, type(shared))
        self.assertIsInstance(shared, builtins.dict)
        self.assertEqual("<class 'shared_objects.dict'>", repr(type(shared)))

    def test_it_can_be_made_by_its_type(self):
        self.assertEqual({"a": 1, "b": 2}, so.dict([("a", 1)], b=2))
        self.assertEqual({"x": 0, "y": 0}, so.dict.fromkeys("xy", 0))
        self.assertTrue(so.is_shared(so.dict.fromkeys("xy")))

    def test_unions_and_copies_are_native(self):
        shared = so.share({"a": 1})
        for value in (shared | {}, {} | shared, shared.copy(), copy.copy(shared), {**shared}, builtins.dict(shared)):
            self.assertIs(builtins.dict, type(value))
            self.assertEqual({"a": 1}, value)

    def test_views_live(self):
        shared = so.share({"a": 1})
        keys, values, items = shared.keys(), shared.values(), shared.items()
        shared["b"] = 2
        self.assertEqual((["a", "b"], [1, 2], [("a", 1), ("b", 2)]), ([*keys], [*values], [*items]))
        self.assertIsInstance(keys, collections.abc.KeysView)
        self.assertIsInstance(values, collections.abc.ValuesView)
        self.assertIsInstance(items, collections.abc.ItemsView)

    def test_values_that_are_containers_are_shared_objects(self):
        shared = so.share({"l": [1]})
        shared["l"].append(2)
        self.assertIs(shared["l"], shared["l"])
        self.assertEqual([1, 2], shared["l"])

    def test_setdefault_gives_the_shared_object(self):
        shared = so.share({})
        self.assertIs(shared.setdefault("l", []), shared["l"])
        self.assertTrue(so.is_shared(shared["l"]))

    def test_repr_of_a_dict_in_itself(self):
        shared = so.share({})
        shared["me"] = shared
        self.assertEqual("{'me': {...}}", repr(shared))

    def test_copies(self):
        shared = so.share({"a": {"b": 1}})
        copied = copy.deepcopy(shared)
        copied["a"]["b"] = 2
        self.assertTrue(so.is_shared(copied))
        loaded = pickle.loads(pickle.dumps(shared))
        self.assertIs(builtins.dict, type(loaded))
        self.assertIs(builtins.dict, type(loaded["a"]))
        self.assertEqual({"a": {"b": 1}}, loaded)
        self.assertEqual('{"a": {"b": 1}}', json.dumps(shared))
        self.assertIs(shared, weakref.ref(shared)())

    def test_keyword_arguments_and_matching(self):
        def call(**words):
            return words

        self.assertEqual({"a": 1}, call(**so.share({"a": 1})))
        match so.share({"a": 1, "b": 2}):
            case {"a": a, **rest}:
                self.assertEqual((1, {"b": 2}), (a, rest))


if __name__ == "__main__":
    unittest.main()
