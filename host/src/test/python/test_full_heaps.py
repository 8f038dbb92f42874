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


def fill(places):
    """Their list does not grow meanwhile: then the heap would be full for larger lists, and have spans for other things."""
    free = iter(range(len(places)))
    for size in (60_000, 4_060, 60_000, 4_060):
        with contextlib.suppress(so.HeapFullError):
            for place in free:
                places[place] = "x" * size


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
        root["wide"] = [tuple([j] for j in range(1200)) for i in range(3)]
        root["fill"] = [None] * 400
        self.list, self.dict, self.set, self.wide = root["list"], root["dict"], root["set"], root["wide"]
        self.numbers = {name: root["numbers"][name] for name in ("list", "dict", "set")}
        fill(root["fill"])
        self.held = []
        with contextlib.suppress(so.HeapFullError):
            for each in self.list:
                self.held.append(each)
        self.assertLess(len(self.held), COUNT)

    def sizes(self):
        return len(self.list) + len(self.dict) + len(self.set) + len(self.wide)

    def test_changes_nothing_when_there_is_no_room_for_what_it_gives(self):
        for key in range(COUNT):  # there may be room again of wrappers that Java has found dead
            before = self.sizes()
            try:
                self.held.append(self.dict.pop(key))
                self.assertEqual(before - 1, self.sizes())
            except so.HeapFullError:
                break
        else:
            self.fail("there is always room")
        self.assertEqual(before, self.sizes())
        for take in (
            self.list.pop,
            self.dict.popitem,
            self.set.pop,
            self.wide.pop,
            lambda: self.dict.pop(key),
            lambda: self.dict.pop(key + 1, None),
            lambda: so.atomically(self.list.pop),
            lambda: so.atomically(self.dict.pop, key + 2),
        ):
            before = self.sizes()
            try:
                self.held.append(take())
                self.assertEqual(before - 1, self.sizes())
            except so.HeapFullError:
                self.assertEqual(before, self.sizes())
        self.held.clear()
        self.assertEqual([len(self.list) - 1], self.list.pop())
        self.assertEqual([key + 3], self.dict.pop(key + 3))
        del self.heap.root["fill"]
        self.assertEqual(1200, len(self.wide[0]))

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
