# SPDX-License-Identifier: Apache-2.0
import operator
import unittest

import shared_objects as so
import test_lists


class LargeLikeNative(test_lists.LikeNative):
    """The same on lists that are too large for one body."""

    BOUNDS = (0, 1, 255, 256, 257, 511, 512, 1023, 1024, 1049)

    def same(self, action, start=test_lists.SAMPLE):
        super().same(action, [*start] * 150)

    def test_elements_at_the_bounds_of_chunks(self):
        for index in self.BOUNDS:
            for at in (index, index - 1050):
                for action in (
                    lambda l: l[at],
                    lambda l: operator.setitem(l, at, "x"),
                    lambda l: operator.delitem(l, at),
                    lambda l: l.insert(at, "x"),
                    lambda l: l.pop(at),
                ):
                    with self.subTest(at):
                        self.same(action)
        self.same(lambda l: l[1050])
        self.same(lambda l: l[-1051])
        self.same(lambda l: l[10**6])
        self.same(lambda l: l.pop(1050))

    def test_slices_at_the_bounds_of_chunks(self):
        for start in (0, 255, 256, 700, 2000):
            for stop in (0, 256, 513, 1050, -3):
                for step in (1, 3, 256, -1, -255):
                    part = slice(start, stop, step)
                    with self.subTest(part):
                        self.same(lambda l: l[part])
                        self.same(lambda l: operator.delitem(l, part))
                        self.same(lambda l: operator.setitem(l, part, "abc"))

    def test_it_grows_and_shrinks_as_a_native_one(self):
        native, shared = [], so.list()
        for i in range(1500):
            native.append(i)
            shared.append(i)
            self.assertEqual(len(native), len(shared))
            self.assertEqual(native[-1], shared[-1])
        native += range(3000)
        shared += range(3000)
        self.assertEqual([*native], [*shared])
        self.assertEqual([*reversed(native)], [*reversed(shared)])
        while native:
            self.assertEqual(native.pop(), shared.pop())
        self.assertEqual((0, []), (len(shared), shared))
        with self.assertRaisesRegex(IndexError, "pop from empty list"):
            shared.pop()

    def test_containers_that_are_stored_keep_large_lists(self):
        value = {"l": [*range(2000)], "t": ([*range(700)],)}
        value["l"].append(value["l"])
        shared = so.share(value)
        self.assertIs(shared["l"], shared["l"][2000])
        self.assertEqual([*range(2000)], shared["l"][:2000])
        self.assertEqual([*range(700)], shared["t"][0])
        with self.assertRaises(so.NotShareableError):
            so.share([[*range(2000)], open])


if __name__ == "__main__":
    unittest.main()
