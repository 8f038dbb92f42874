# SPDX-License-Identifier: Apache-2.0
import copy
import operator
import threading
import unittest

import shared_objects as so

MANY = 2_000


@so.shared
class Key:
    def __init__(self, number):
        self.number = number

    def __eq__(self, other):
        return isinstance(other, Key) and self.number == other.number

    def __hash__(self):
        return self.number % 10


class LargeByTheShortWay(unittest.TestCase):
    """Each place of the program that is used here has found its entry before: it must find out when that is no longer so."""

    def setUp(self):
        self.native = {f"key{n}": n for n in range(2_000)}
        self.dict = so.share(self.native)

    def get(self, key):
        return self.dict[key]

    def put(self, key, value):
        self.dict[key] = value
        self.native[key] = value

    def check(self):
        for _ in range(3):
            for key, value in self.native.items():
                self.assertEqual(value, self.get(key))
        self.assertEqual([*self.native.items()], [*self.dict.items()])

    def test_overwriting(self):
        self.check()
        for _ in range(3):
            for key in self.native:
                self.put(key, self.get(key) + 1)
        self.check()

    def test_entries_that_go_and_come_back(self):
        self.check()
        for n in range(0, 2_000, 3):
            del self.dict[f"key{n}"], self.native[f"key{n}"]
            self.assertRaises(KeyError, self.get, f"key{n}")
            self.assertNotIn(f"key{n}", self.dict)
        self.check()
        for n in range(0, 2_000, 3):
            self.put(f"key{n}", -n)
        self.check()

    def test_entries_that_move_up(self):
        self.check()
        for n in range(1_900):
            del self.dict[f"key{n}"], self.native[f"key{n}"]
        for n in range(1_000):
            self.put(f"new{n}", n)
        self.check()

    def test_dicts_that_are_cleared(self):
        self.check()
        self.dict.clear()
        for key in self.native:
            self.assertRaises(KeyError, self.get, key)
        for key, value in reversed(self.native.items()):
            self.dict[key] = value
        self.native = dict(reversed(self.native.items()))
        self.check()

    def test_several_with_equal_keys(self):
        dicts = [so.share({n: (m, n) for n in range(1_000)}) for m in range(5)]
        for _ in range(3):
            for n in range(1_000):
                self.assertEqual([(m, n) for m in range(5)], [d[n] for d in dicts])

    def test_one_that_becomes_large_in_a_transaction_that_is_undone(self):
        growing = so.share({n: n for n in range(100)})

        @so.atomic
        def grow():
            for n in range(2_000):
                growing[n] = -n
            self.assertEqual(-1_999, growing[1_999])
            raise ZeroDivisionError

        for _ in range(3):
            self.assertRaises(ZeroDivisionError, grow)
            self.assertEqual((100, 99), (len(growing), growing[99]))
            self.assertNotIn(1_999, growing)


class Large(unittest.TestCase):
    """Dicts that have outgrown one body."""

    def test_methods_do_what_those_of_a_dict_do(self):
        native = {number: -number for number in range(MANY)}
        shared = so.share(native)
        for action in (
            lambda d: d[7],
            lambda d: d["nothing"],
            lambda d: d.get("nothing", 8),
            lambda d: operator.setitem(d, 7, "seven"),
            lambda d: operator.setitem(d, "new", 1),
            lambda d: operator.delitem(d, 9),
            lambda d: operator.delitem(d, 9),
            lambda d: operator.setitem(d, 9, "again"),
            lambda d: d.pop(11),
            lambda d: d.popitem(),
            lambda d: d.setdefault(12, 0),
            lambda d: d.setdefault(11, "eleven"),
            lambda d: d.update({13: 13, "x": 1}, y=2),
            lambda d: operator.ior(d, {14: 14}) and None,
            len,
            lambda d: 7 in d,
            lambda d: [] in d,
            lambda d: [*reversed(d)][:3],
            lambda d: [*d.values()][-1],
            lambda d: d == native,
            lambda d: copy.copy(d) == native,
            lambda d: d.clear(),
            lambda d: d.popitem(),
            lambda d: operator.setitem(d, 1, 2),
        ):
            outcomes = []
            for each in (native, shared):
                try:
                    outcomes.append(("gives", action(each)))
                except Exception as error:
                    outcomes.append(("raises", type(error), str(error)))
            self.assertEqual(*outcomes)
            self.assertEqual([*native.items()], [*shared.items()])

    def test_growing_or_shrinking_while_iterating_raises(self):
        for change in (lambda d: d.update(new=1), lambda d: d.popitem()):
            shared = so.share({number: 1 for number in range(MANY)})
            with self.assertRaisesRegex(RuntimeError, "dictionary changed size during iteration"):
                for key in shared:
                    if key == MANY // 2:
                        change(shared)

    def test_it_grows_by_single_steps_with_keys_of_all_kinds(self):
        native, shared = {}, so.share({})
        for number in range(MANY):
            for key in (number, f"key number {number}", number + 0.5, (number, "t"), b"%d" % number, 1 << 80 + number):
                native[key] = shared[key] = number
        self.assertEqual([*native.items()], [*shared.items()])
        for key in [*native][::3]:
            del native[key], shared[key]
        self.assertEqual([*native.items()], [*shared.items()])
        self.assertTrue(all(shared[key] == value for key, value in native.items()))

    def test_classes_with_an_equality_of_their_own_are_keys(self):
        shared = so.share({number: 1 for number in range(MANY)})
        for number in range(60):
            shared[Key(number)] = number
        for number in range(60):
            self.assertEqual(number, shared[Key(number)])
            shared[Key(number)] = -number
        self.assertEqual(MANY + 60, len(shared))
        self.assertNotIn(Key(60), shared)
        self.assertEqual(-59, shared.popitem()[1])
        for number in range(0, 59, 2):
            self.assertEqual(-number, shared.pop(Key(number)))
        self.assertEqual(MANY + 29, len(shared))

    def test_many_entries_appear_at_once_or_not_at_all(self):
        shared = so.share({})

        def fill(count, fail):
            for number in range(count):
                shared[number] = number
            if fail:
                raise KeyError(fail)

        with self.assertRaises(KeyError):
            so.atomically(fill, 20_000, "fail")
        self.assertEqual(0, len(shared))
        so.atomically(fill, 20_000, None)
        self.assertEqual({number: number for number in range(20_000)}, shared)

    def test_transactions_on_different_keys_do_not_meet(self):
        shared = so.share({number: 0 for number in range(MANY)})
        so.explain_conflicts(reset=True)

        def up(key):
            shared[key] += 1

        def work(key):
            for _ in range(500):
                so.atomically(up, key)

        threads = [threading.Thread(target=work, args=(key,)) for key in (0, MANY // 2, MANY - 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([500, 500, 500], [shared[key] for key in (0, MANY // 2, MANY - 1)])
        self.assertEqual(0, so.explain_conflicts().total)


if __name__ == "__main__":
    unittest.main()
