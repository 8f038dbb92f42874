# SPDX-License-Identifier: Apache-2.0
"""Objects that are shared by value: they come back as what they were, and are found as keys as in a native dict."""

import array
import collections
import datetime
import enum
import functools
import os
import pathlib
import random
import signal
import threading
import unittest
import uuid
from decimal import Decimal
from fractions import Fraction

import locks_for_tests
import paint_for_tests
import shared_objects as so
import values_for_tests as known
from shared_objects._by_value import put_together

LONG = "PSO_LONG" in os.environ


def numbered(values):
    """Dict of the values, each with the number of the first one it equals."""
    return {value: at for at, value in reversed(list(enumerate(values)))}


class Values(unittest.TestCase):
    def test_they_come_back_as_what_they_were(self):
        box = so.share([None, (None,)])
        for value in known.VALUES:
            with self.subTest(repr(value)[:60]):
                box[0] = value
                box[1] = (value, [value])
                for back in (box[0], box[1][0], box[1][1][0]):
                    self.assertIs(type(value), type(back))
                    self.assertEqual(value, back)
                    self.assertEqual(hash(value), hash(back))
                    self.assertEqual(repr(value), repr(back))
                    self.assertFalse(so.is_shared(back))
                self.assertEqual(value, so.share(value))
                self.assertEqual(value, so.copy(value))

    def test_a_number_of_many_digits(self):
        # More than Python turns into an int at once.
        many = Decimal((0, (1, 2, 3) * 3000, 5))
        box = so.share([many])
        self.assertEqual(many.as_tuple(), box[0].as_tuple())

    def test_all_at_once(self):
        self.assertEqual(known.VALUES, so.share(known.VALUES))
        self.assertEqual(known.VALUES, so.copy(so.share({"all": known.VALUES}))["all"])

    def test_what_is_one_object_stays_one(self):
        box = so.share([known.Color.RED, known.Access.RUN, int, known.function, known.UTC, known.collections])
        for at, one in enumerate((known.Color.RED, known.Access.RUN, int, known.function, known.UTC, collections)):
            self.assertIs(one, box[at])

    def test_a_field_of_an_instance_and_a_transaction(self):
        wall = paint_for_tests.Wall()

        @so.atomic
        def change():
            wall.spot = Decimal("1.5")
            wall.spot += 1
            return wall.spot

        self.assertIs(paint_for_tests.Tone.RED, wall.tone)
        self.assertEqual(Decimal("2.5"), change())
        self.assertEqual(Decimal("2.5"), wall.spot)

    def test_they_go_to_another_interpreter(self):
        index = numbered(known.VALUES)
        described, places = so.spawn(known.describe, so.share(known.VALUES), so.share(index)).result()
        self.assertEqual([(type(value).__qualname__, True, True) for value in known.VALUES], described)
        self.assertEqual(list(map(index.get, known.VALUES)), places)

    def test_an_interpreter_that_has_not_imported_an_enum_knows_it_by_the_class_that_uses_it(self):
        wall = paint_for_tests.Wall(spot=paint_for_tests.Spot(1, paint_for_tests.Tone.RED))
        self.assertEqual((False, True, True, False), so.spawn(known.has_red, wall).result())
        self.assertIs(paint_for_tests.Tone.BLUE, wall.tone)
        self.assertEqual(paint_for_tests.Spot(Decimal("0.25"), datetime.date(2024, 1, 1)), wall.spot)

    def test_dataclasses_beside_a_class_and_inside_of_its_methods_work_where_their_module_is_not_imported(self):
        wall = paint_for_tests.Wall()
        expected = "Coat(layers=6, dry=True)", ["width"], 4, True
        self.assertEqual(expected, wall.coats())
        there, imported = so.spawn(known.called, "paint_for_tests", wall, "coats").result()
        self.assertFalse(imported)
        self.assertEqual(expected, tuple(there))

    def test_constants_made_of_classes_and_functions_beside_a_class_work_where_their_module_is_not_imported(self):
        wall = paint_for_tests.Wall()
        self.assertEqual((6, True, 8), wall.mixed())
        there, imported = so.spawn(known.called, "paint_for_tests", wall, "mixed").result()
        self.assertFalse(imported)
        self.assertEqual((6, True, 8), tuple(there))

    def test_an_object_with_a_name_is_the_same_in_all_constants_where_their_module_is_not_imported(self):
        wall = paint_for_tests.Wall()
        self.assertEqual((True, True, False), wall.finish())
        there, imported = so.spawn(known.called, "paint_for_tests", wall, "finish").result()
        self.assertFalse(imported)
        self.assertEqual((True, True, False), tuple(there))

    def test_constants_that_hold_the_class_itself_work_where_their_module_is_not_imported(self):
        wall = paint_for_tests.Wall()
        self.assertEqual(("a wall", True, "a door"), wall.kind())
        there, imported = so.spawn(known.called, "paint_for_tests", wall, "kind").result()
        self.assertFalse(imported)
        self.assertEqual(("a wall", True, "a door"), tuple(there))

    def test_constants_that_cannot_travel_are_imported_with_what_they_are_made_of(self):
        reader = locks_for_tests.Reader()
        for name, arguments, expected in (("read", ("a",), (1, True)), ("peers", (), (True, True, True, True))):
            self.assertEqual(expected, getattr(reader, name)(*arguments))
            there, imported = so.spawn(known.called, "locks_for_tests", reader, name, *arguments).result()
            self.assertTrue(imported)
            self.assertEqual(expected, tuple(there))


class MutableInside(unittest.TestCase):
    def test_a_named_tuple_holds_shared_objects(self):
        box = so.share([known.Point([1], {})])
        point = box[0]
        self.assertIs(known.Point, type(point))
        self.assertTrue(so.is_shared(point.x) and so.is_shared(point.y))
        point.x.append(2)
        self.assertEqual([1, 2], box[0].x)
        self.assertIs(point.x, box[0].x)

    def test_its_copy_is_native(self):
        point = so.copy(so.share([known.Point([1], known.Point([], 1))]))[0]
        self.assertIs(known.Point, type(point))
        self.assertIs(list, type(point.x))
        self.assertIs(known.Point, type(point.y))
        self.assertIs(list, type(point.y.x))
        self.assertIs(known.Color.PAIR, so.copy(so.share([known.Color.PAIR]))[0])

    def test_a_cycle_through_one(self):
        local = []
        local.append(known.Point(local, 1))
        shared = so.share(local)
        self.assertIs(shared, shared[0].x)

    def test_a_slice(self):
        bounds = so.share([slice([1], None)])[0]
        self.assertTrue(so.is_shared(bounds.start))

    def test_what_is_not_hashable_is_no_key(self):
        for key in (known.Point([], 1), slice([], 1), (datetime.date.max, [])):
            for use in (so.share({}).get, so.share({}).__getitem__, so.set().add, lambda key: so.share({}).setdefault(key, 1)):
                with self.assertRaisesRegex(TypeError, "unhashable"):
                    use(key)


class Keys(unittest.TestCase):
    def assert_as_native(self, values):
        native, shared = {}, so.share({})
        for at, value in enumerate(values):
            native.setdefault(value, at)
            shared.setdefault(value, at)
        self.assertEqual(list(native.values()), list(shared.values()), values)
        for value in values:
            self.assertEqual(native.get(value), shared.get(value), (value, values))
        self.assertEqual(native, so.copy(shared))
        self.assertEqual(list(map(type, native)), list(map(type, shared)))
        copied, elements = so.share(native), so.set(values)
        for value in values:
            self.assertIn(value, elements)
            self.assertEqual(native[value], copied[value])
            if value in shared:
                del shared[value]
        self.assertEqual(set(native), elements)
        self.assertEqual(0, len(shared))

    def test_all_values(self):
        self.assert_as_native(known.VALUES)

    def test_in_tuples_and_frozensets(self):
        self.assert_as_native([(value, 1) for value in known.VALUES])
        self.assert_as_native([frozenset((value,)) for value in known.VALUES[::3]])
        self.assert_as_native([known.Point(value, 1) for value in known.VALUES[1::3]])

    def test_equal_numbers_are_one_key_whatever_their_type(self):
        big = 10**30
        for group in (
            [1, 1.0, True, 1 + 0j, Decimal(1), Decimal("1.000"), Fraction(1), known.Size.SMALL, known.Bits.ONE],
            [0, -0.0, False, Decimal("-0"), Decimal("0E+7"), Fraction(0)],
            [0.5, Decimal("0.5"), Decimal("0.500"), Fraction(1, 2), known.Half.VALUE, 0.5 + 0j],
            [big, Decimal(big), Decimal("1E+30"), Fraction(big), float(big)],
            [2**70, known.Size.LARGE, 2.0**70, Decimal(2**70), Fraction(2**70)],
            [float("inf"), Decimal("Infinity"), float("inf") + 0j],
            [float("-inf"), Decimal("-Infinity")],
            [0.1, Decimal("0.1"), Fraction(1, 10), Decimal(0.1), Fraction(0.1)],
            [Fraction(1, 3), Decimal(1) / 3, 1 / 3, Fraction(1 / 3), Decimal(1 / 3)],
            [10**450, Decimal("1E+450"), Fraction(10**450), -(10**450), Decimal("-1E+450"), 10**450 + 1],
            [5e-324, Decimal(5e-324), Fraction(5e-324), Decimal("5E-324")],
        ):
            for order in (group, group[::-1]):
                self.assert_as_native(order)

    def test_equal_moments_are_one_key_in_every_zone(self):
        moment = datetime.datetime(2024, 7, 1, 12, tzinfo=known.UTC)
        zones = [known.EAST, known.ZONE, datetime.timezone(datetime.timedelta(hours=-11))]
        self.assert_as_native([moment, *(moment.astimezone(zone) for zone in zones), moment.replace(tzinfo=None), moment.date()])
        noon = datetime.time(12, tzinfo=known.UTC)
        self.assert_as_native([noon, datetime.time(14, tzinfo=known.EAST), datetime.time(12), datetime.time(12, fold=1)])

    def test_an_hour_that_comes_twice(self):
        first = datetime.datetime(2024, 10, 27, 2, 30, tzinfo=known.ZONE)
        second = first.replace(fold=1)
        shared = so.share({first: "first"})
        self.assertEqual(first == second, second in shared)
        self.assertEqual("first", shared[first])
        self.assertEqual(first.astimezone(known.UTC) == first, first.astimezone(known.UTC) in shared)

    def test_paths(self):
        posix, windows, pure = pathlib.PosixPath, pathlib.PureWindowsPath, pathlib.PurePosixPath
        self.assert_as_native([posix("a/b"), pure("a/b"), pure("a//b/."), pure("A/b"), windows("a/b"), windows("A\\B"), "a/b"])

    def test_ranges_are_keys_as_the_sequences_they_are(self):
        self.assert_as_native([range(0), range(5, 5), range(1, 2), range(1, 3, 7), range(0, 9, 2), range(0, 10, 2), (0, 2)])

    def test_named_tuples_and_tuples(self):
        self.assert_as_native([known.Point(1, 2), (1, 2), known.Place(1, 2), (1.0, Decimal(2)), known.Loose("A"), known.Loose("a")])

    def test_enums_and_what_they_are_made_of(self):
        self.assert_as_native([known.Mode.READ, "r", known.Color.RED, 1, known.Size.SMALL, known.Rank.LOW, known.Rank.HIGH, 2, 3])
        self.assert_as_native(["write and append", known.Mode.WRITE_AND_APPEND, b"r", known.Bits(3), known.Access(3), 3.0])

    def test_a_member_with_equality_of_its_own_finds_what_it_equals(self):
        self.assertIn(known.AnyCase.RED, so.share({"red": 1}))
        self.assertIn(known.AnyCase.RED, so.set({"red"}))
        self.assertNotIn(known.AnyCase.RED, so.set({"blue"}))
        self.assertIn(known.AnyCase.RED, so.set({known.AnyCase.RED}))

    def test_what_is_raised_while_a_key_is_looked_for_is_not_lost(self):
        class Stop(BaseException):
            pass

        def stop(*_):
            raise Stop

        shared, raised, caught = so.share({1: 1}), 0, 0
        before = signal.signal(signal.SIGUSR1, stop)
        try:
            while raised < 20:
                timer = threading.Timer(0.005, os.kill, (os.getpid(), signal.SIGUSR1))
                raised += 1
                try:
                    timer.start()
                    while True:
                        (Decimal("7.5"), 1) in shared
                except Stop:
                    caught += 1
        finally:
            signal.signal(signal.SIGUSR1, before)
        self.assertEqual(raised, caught)

    def test_classes_functions_and_modules(self):
        self.assert_as_native([int, float, "int", len, known, collections, known.function, ("builtins", "int"), so.list])

    def test_a_nan_is_found_where_it_was_put(self):
        nan = Decimal("NaN")
        shared = so.share([nan])
        self.assertTrue(shared[0].is_nan())
        with self.assertRaises(TypeError):
            so.share({})[Decimal("sNaN")] = 1

    def test_random_keys(self):
        chance = random.Random(2026)
        for _ in range(300 if LONG else 4):
            self.assert_as_native([random_value(chance, 2) for _ in range(40)])


def random_number(chance):
    whole = chance.choice([0, 1, -1, 2, 5, 10, 2**52, 2**53 + 1, 10**18, 2**64, 10**25]) * chance.choice([1, 1, 1, -1, 3])
    part = Fraction(whole, chance.choice([1, 1, 2, 3, 4, 5, 8, 10, 2**60]))
    forms = [part, Decimal(part.numerator) / part.denominator, float(part), complex(float(part)), Decimal(float(part))]
    return chance.choice([whole, bool(whole), *forms])


def random_moment(chance):
    moment = datetime.datetime(2024, chance.choice((3, 7, 10)), chance.choice((1, 27, 30)), chance.randrange(1, 4), 30)
    moment = moment.replace(fold=chance.randrange(2), tzinfo=chance.choice((None, known.UTC, known.EAST)))
    return chance.choice((moment, moment.date(), moment.timetz(), moment.time(), moment - datetime.datetime(2024, 1, 1, tzinfo=moment.tzinfo)))


def random_value(chance, depth):
    kind = chance.randrange(9 if depth else 6)
    if kind < 3:
        return random_number(chance)
    if kind == 3:
        return random_moment(chance)
    if kind == 4:
        return range(chance.randrange(3), chance.randrange(6), chance.choice((-1, 1, 2)))
    if kind == 5:
        return chance.choice(known.VALUES)
    parts = random_value(chance, depth - 1), random_value(chance, depth - 1)
    return parts if kind == 6 else frozenset(parts) if kind == 7 else known.Point(*parts)


class Refused(unittest.TestCase):
    def refused(self, value, pattern):
        with self.assertRaisesRegex(so.NotShareableError, rf"^\['x'\]\[0\]: {pattern}"):
            so.share({"x": [value]})
        with self.assertRaisesRegex(so.NotShareableError, pattern):
            so.root[value if getattr(type(value), "__hash__", None) else "x"] = value

    def test_containers_say_what_to_store_instead(self):
        self.refused(collections.OrderedDict(a=1), r"collections.OrderedDict object: store a dict, which keeps the order")
        self.refused(collections.defaultdict(int), r"collections.defaultdict object: store a dict and use setdefault\(\)")
        self.refused(collections.deque(), "collections.deque object: store a list, or use shared_objects.Queue")
        self.refused(collections.Counter(), "collections.Counter object: store a dict, or use shared_objects.counter")
        self.refused(collections.ChainMap({}), "collections.ChainMap object: store the dicts")
        self.refused(array.array("u", "a"), "array.array object: with type code 'u'; store a str")

    def test_subclasses_are_named(self):
        for base, arguments in ((Decimal, (1,)), (Fraction, (1, 2)), (datetime.date, (2024, 1, 1)), (uuid.UUID, ("0" * 32,))):
            self.refused(type("Mine", (base,), {})(*arguments), ".*Mine object")
        for base in (int, str, tuple, list, dict, bytes, bytearray, float, set):
            self.refused(type("Mine", (base,), {})(), f".*Mine object: instances of subclasses of {base.__name__} are not shared")

    def test_what_others_do_not_find_by_name(self):
        local_enum = enum.Enum("local_enum", "A B")
        Local = collections.namedtuple("Local", "x")

        class Inside(enum.Enum):
            A = 1

        self.refused(local_enum.A, "member of enum .*local_enum.*another interpreter cannot find")
        self.refused(Inside.A, "member of enum .*Inside.*it is defined in a function")
        self.refused(Local(1), "named tuple .*Local.*another interpreter cannot find")
        self.refused(Inside, "class .*Inside.*it is defined in a function")
        self.refused(lambda: 0, ".*lambda")
        self.refused(functools.partial(len), ".*partial")
        self.refused([].append, ".*(builtin|method)")

    def test_a_zone_of_ones_own(self):
        class Zone(datetime.tzinfo):
            def utcoffset(self, moment):
                return datetime.timedelta(hours=1)

        self.refused(datetime.datetime(2024, 1, 1, tzinfo=Zone()), "datetime.datetime object with a tzinfo of class .*Zone.*: use timezone or ZoneInfo")
        self.refused(datetime.time(1, tzinfo=Zone()), "datetime.time object with a tzinfo of class")

    def test_looking_for_what_cannot_be_there_finds_nothing(self):
        class Inside(enum.Enum):
            A = 1

        shared = so.share({1: 2})
        self.assertIsNone(shared.get(Inside.A))
        self.assertNotIn(type("Mine", (Decimal,), {})(2), so.set([2]) - {2})


class Damaged(unittest.TestCase):
    """What a heap says that somebody has tampered with: nothing is called, and little is believed."""

    def test_nothing_but_classes_and_members_is_found(self):
        for label, content in (
            ("enum", (("os", "system", None, "exit 3"),)),
            ("enum", (("os", "getcwd", "A", None),)),
            ("enum", (("values_for_tests", "Color", None, 1),)),
            ("enum", (("values_for_tests", "Color", "__class__", None),)),
            ("enum", (("values_for_tests", "Access", None, 1 << 20),)),
            ("enum", (("values_for_tests", "Nothing", "A", None),)),
            ("namedtuple", ("builtins", "tuple", (1,))),
            ("namedtuple", ("subprocess", "Popen", ("true",))),
            ("namedtuple", ("values_for_tests", "Point", (1, 2, 3))),
            ("name", (("sys", "modules"),)),
            ("name", (("values_for_tests", "VALUES"),)),
            ("name", (("no_such_module_anywhere", "x"),)),
        ):
            with self.subTest(content), self.assertRaisesRegex(ImportError, "a value in the heap needs"):
                put_together(label, content)

    def test_impossible_content_is_damage(self):
        impossible = (None, "x", 1.5, (), (1,), -1, 10**30)
        for label in ("datetime.date", "datetime.timezone", "zoneinfo.ZoneInfo", "slice", "name", "enum"):
            for value in impossible:
                possible = (("zoneinfo.ZoneInfo", "x"), ("slice", "x"), ("slice", (1,)), ("datetime.timezone", -1), ("datetime.timezone", 1.5))
                if (label, value) not in possible:
                    with self.subTest(f"{label} {value!r}"), self.assertRaises(so.HeapCorruptError):
                        put_together(label, (value, None)[: 2 if label.endswith("timezone") else 1])
        for label, content in (
            ("range", (1, 2, 0)), ("range", ("a", 1, 1)), ("datetime.time", (-1, 0, None, None)),
            ("datetime.datetime", (1, 2, 3, "zone", 4, False)), ("fractions.Fraction", (1, 0)), ("decimal.Decimal", (2, 1, 1)),
            ("uuid.UUID", (-1, 0)), ("uuid.UUID", (1, 99)), ("namedtuple", ("a", "b", 5)), ("namedtuple", (1, 2, ())), ("module", (7,)),
        ):  # fmt: skip
            with self.subTest(f"{label} {content}"), self.assertRaises(so.HeapCorruptError):
                put_together(label, content)


if __name__ == "__main__":
    unittest.main()
