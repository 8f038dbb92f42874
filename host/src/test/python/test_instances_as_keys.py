# SPDX-License-Identifier: Apache-2.0
import collections
import decimal
import random
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


@so.shared
class Like:
    """Equals a plain value, and hashes as that."""

    value: object

    def __eq__(self, other):
        return self.value == (other.value if isinstance(other, Like) else other)

    def __hash__(self):
        return hash(self.value)


def plain_keys():
    yield from (0, 1, -1, -2, True, 255, 2**47, -(2**47), 2**48, 2**61 - 1, 2**61, 2**64, -(2**70), 10**30)
    yield from (0.0, -0.0, 1.0, -1.0, 0.5, -0.1, 2.5, 1e300, -1e22, 5e-324, 1e-310, float("inf"), float("-inf"), 2.0**61)
    yield from (1 + 2j, -1j, 0.5 - 0.25j, complex(3, 0))
    yield from ("", "a", "content", "content-type", "Aa", "BB", "\0", "a\0b", "\0" * 9, "é", "ÿÿÿ", "ÿ" * 20)
    yield from ("€uro", "𝄞", "x𝄞y", "𝄞" * 9, "\ud800", "a\udfff" * 4, "\u0800\uffff", "日本語の文字列")
    yield from ((), (1,), (1, 2), ("a", 2.5, (3, "long enough for a block")), (-1, -1), (2**70, -0.0), ((), ((),)))
    chance = random.Random(16)
    for _ in range(300):
        length = chance.randrange(14)
        yield "".join(chr(chance.choice((chance.randrange(128), chance.randrange(0xD7FF)))) for _ in range(length))
        yield chance.uniform(-1, 1) * 2.0 ** chance.randrange(-1070, 1000)
        yield chance.randrange(-(2**80), 2**80) >> chance.randrange(80)
        yield tuple(chance.choice((chance.random(), chance.randrange(99), "k%d" % length)) for _ in range(length))


@so.shared
class Picky:
    def __eq__(self, other):
        raise ArithmeticError("picky")

    def __hash__(self):
        return hash("picky" * 20)


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

    def test_are_the_same_key_as_the_plain_value_they_equal(self):
        for key in plain_keys():
            with self.subTest(repr(key)):
                by_plain, by_instance = so.dict({key: "value"}), so.dict({Like(key): "value"})
                self.assertEqual(("value", "value"), (by_plain[Like(key)], by_instance[key]))
                by_plain[Like(key)] = by_instance[key] = "newer"
                self.assertEqual((["newer"], ["newer"]), (list(by_plain.values()), list(by_instance.values())))
                self.assertEqual((1, 1), (len(so.set([key, Like(key)])), len(so.set([Like(key), key]))))
                inside = so.dict({(key, 1): "value", frozenset({key}): 2})
                self.assertEqual("value", inside[Like(key), 1])
                self.assertEqual("newer", so.atomically(lambda: by_instance.pop(key)))
                self.assertEqual("newer", so.atomically(lambda: by_plain.pop(Like(key))))

    def test_are_the_same_key_as_the_plain_value_among_many(self):
        many = so.dict.fromkeys(range(3000), "plain")
        many.update(dict.fromkeys(map(str, range(3000)), "plain"))
        for number in range(2990, 3010):
            for key in (number, str(number)):
                expected = "plain" if number < 3000 else None
                self.assertEqual(expected, many.get(Like(key)))
                many[Like(key)] = "instance"
                self.assertEqual("instance", many[key])
        self.assertEqual(6020, len(many))
        self.assertEqual(3010, so.atomically(lambda: sum(many.pop(number) is not None for number in range(3010))))

    def test_leave_nothing_behind_of_a_plain_key_that_was_only_looked_for(self):
        long, number = "x" * 100, decimal.Decimal("1.5")
        elements, mapping, picky = so.set([Like(long)]), so.dict({Like(number): 1}), so.dict({Picky(): 1})
        for turn in range(20):
            elements.add("x" * 100)
            self.assertEqual(["y" * 100], so.list(["y" * 100]))
            self.assertEqual(1, len(elements))
            mapping.get(decimal.Decimal("1.5"))
            self.assertEqual(decimal.Decimal(turn) / 4, so.list([decimal.Decimal(turn) / 4])[0])
            with self.assertRaises(ArithmeticError):
                picky["picky" * 20] = 1
            self.assertEqual(["z" * 100], so.list(["z" * 100]))

    def test_that_raise_when_compared_to_a_plain_value_say_so(self):
        mapping = so.dict({Picky(): 1})
        with self.assertRaisesRegex(ArithmeticError, "picky"):
            mapping["picky" * 20]
        with self.assertRaisesRegex(ArithmeticError, "picky"):
            mapping["picky" * 20] = 2
        self.assertIsNone(mapping.get("another"))

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
