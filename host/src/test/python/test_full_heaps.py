# SPDX-License-Identifier: Apache-2.0
"""What takes something out of a container in a heap that has no room for a wrapper any more."""

import contextlib
import os
import tempfile
import unittest

import shared_objects as so

COUNT = 10_000


@so.shared
class Item:
    pass


def fill(into):
    for size in (60_000, 4_060, 4_060):
        with contextlib.suppress(so.HeapFullError):
            while True:
                into.extend(["x" * size])


class Taking(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.heap = so.attach(os.path.join(folder.name, "heap"), size="8m")
        self.addCleanup(self.heap.__exit__, None, None, None)
        self.heap.__enter__()
        root = self.heap.root
        root["list"] = [[i] for i in range(COUNT)]
        root["dict"] = {i: [i] for i in range(COUNT)}
        root["set"] = {(i, Item()) for i in range(100)}
        root["numbers"] = {"list": [1, 2], "dict": {"a": 1, "b": 2}, "set": {1, 2}}
        root["fill"] = []
        self.list, self.dict, self.set = root["list"], root["dict"], root["set"]
        self.numbers = {name: root["numbers"][name] for name in ("list", "dict", "set")}
        fill(root["fill"])
        self.held = []
        with contextlib.suppress(so.HeapFullError):
            for each in self.list:
                self.held.append(each)
        self.assertLess(len(self.held), COUNT)

    def sizes(self):
        return len(self.list) + len(self.dict) + len(self.set)

    def test_changes_nothing_when_there_is_no_room_for_what_it_gives(self):
        refused = 0
        for take in (
            self.list.pop,
            self.dict.popitem,
            self.set.pop,
            lambda: self.dict.pop(7),
            lambda: self.dict.pop(8, None),
            lambda: so.atomically(self.list.pop),
            lambda: so.atomically(self.dict.pop, 9),
        ):
            before = self.sizes()
            try:
                self.assertIsNotNone(take())
                self.assertEqual(before - 1, self.sizes())
            except so.HeapFullError:
                refused += 1
                self.assertEqual(before, self.sizes())
        self.assertLess(0, refused)
        last = len(self.list) - 1, len(self.dict) - 1
        del self.held[:600]
        self.assertEqual([last[0]], self.list.pop())
        self.assertEqual((last[1], [last[1]]), self.dict.popitem())
        self.assertEqual([10], self.dict.pop(10))

    def test_deletes_without_any_room(self):
        before = self.sizes()
        del self.list[-1]
        del self.dict[5]
        self.list.__delitem__(-1)
        self.assertEqual(before - 3, self.sizes())
        self.assertNotIn(5, self.dict)

    def test_takes_what_needs_no_wrapper(self):
        self.assertEqual(2, self.numbers["list"].pop())
        self.assertEqual(("b", 2), self.numbers["dict"].popitem())
        self.assertEqual(1, self.numbers["dict"].pop("a"))
        self.assertEqual(2, self.numbers["set"].pop())
        self.assertEqual(([1], {}, {1}), (self.numbers["list"], self.numbers["dict"], self.numbers["set"]))


if __name__ == "__main__":
    unittest.main()
