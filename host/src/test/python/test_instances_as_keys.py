# SPDX-License-Identifier: Apache-2.0
import collections
import unittest

import shared_objects as so


@so.shared
class Point:
    x: int

    def __eq__(self, other):
        return isinstance(other, Point) and self.x == other.x

    def __hash__(self):
        return hash(("Point", self.x))


@so.shared
class Plain:
    x: int


Pair = collections.namedtuple("Pair", "first second")


class Instances(unittest.TestCase):
    def test_are_elements_by_identity_or_by_their_hash(self):
        plain = Plain(1)
        shared = so.share({plain, Point(1)})
        self.assertIn(plain, shared)
        self.assertNotIn(Plain(1), shared)
        self.assertIn(Point(1), shared)
        shared.add(Point(1))
        self.assertEqual(2, len(shared))
        self.assertIs(plain, next(each for each in shared if type(each) is Plain))
        shared.discard(Point(1))
        self.assertEqual({plain}, shared)

    def test_are_found_in_tuples_and_frozensets(self):
        makers = (
            lambda p: frozenset({p}),
            lambda p: frozenset({p, 1, "a", Point(7)}),
            lambda p: (1, frozenset({p})),
            lambda p: frozenset({(p, 2), p}),
            lambda p: frozenset({frozenset({p}), frozenset()}),
            lambda p: Pair(frozenset({p}), p),
            lambda p: frozenset({Pair(p, p), 3}),
        )
        for number, make in enumerate(makers):
            with self.subTest(number):
                key, same, other = make(Point(1)), make(Point(1)), make(Point(2))
                shared, mapping = so.share({key, 0}), so.share({key: "value"})
                self.assertTrue(same in shared and other not in shared)
                self.assertTrue(same in mapping.keys() and other not in mapping)
                self.assertEqual(("value", None), (mapping.get(same), mapping.get(other)))
                shared.add(same)
                shared |= {same}
                mapping[same] = "newer"
                self.assertEqual((2, "newer"), (len(shared), mapping.setdefault(same, "newest")))
                self.assertEqual(1, len(mapping))
                self.assertFalse(shared.isdisjoint({same}))
                self.assertEqual(2, so.atomically(lambda: shared.add(same) or len(shared)))
                shared -= {same}
                self.assertEqual({0}, shared)
                self.assertEqual("newer", mapping.pop(same))

    def test_are_found_by_reports(self):
        plain = Plain(1)
        so.root["for reports"] = {plain}
        try:
            self.assertEqual(["(element of root['for reports'])"], so.gc.paths(plain))
            self.assertGreaterEqual(so.stats(by="kind")["kinds"]["set"]["objects"], 1)
        finally:
            del so.root["for reports"]


if __name__ == "__main__":
    unittest.main()
