# SPDX-License-Identifier: Apache-2.0
"""Values of many types, classes that they need, and what a spawned interpreter says about them."""

import collections
import datetime
import enum
import os
import struct
import tempfile
import typing
import uuid
import zoneinfo
from decimal import Decimal
from fractions import Fraction
from pathlib import PosixPath, PurePosixPath, PureWindowsPath

# ---- a time zone, where the machine may have none


def _make_zone(name, rule):
    """A time zone of nothing but a rule, as RFC 8536 has it."""
    head = struct.pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, 0, 1, 4)
    body = struct.pack(">lbb4s", 3600, 0, 0, b"CET\0")
    folder = tempfile.mkdtemp()
    with open(os.path.join(folder, name), "wb") as file:
        file.write(head + body + head + body + f"\n{rule}\n".encode())
    zoneinfo.reset_tzpath([folder, *zoneinfo.TZPATH])
    return zoneinfo.ZoneInfo(name)


ZONE = _make_zone("Testland", "CET-1CEST,M3.5.0,M10.5.0/3")

# ---- classes


class Color(enum.Enum):
    RED = 1
    CRIMSON = 1
    PAIR = (1, (2, 3))


class Size(enum.IntEnum):
    SMALL = 1
    LARGE = 2**70


class Mode(enum.StrEnum):
    READ = "r"
    WRITE_AND_APPEND = "write and append"


class Access(enum.Flag):
    READ = 1
    WRITE = 2
    RUN = 4


class Bits(enum.IntFlag):
    ONE = 1
    TWO = 2


class Half(float, enum.Enum):
    VALUE = 0.5


class Rank(int, enum.Enum):
    """Defines what it equals."""

    LOW = 1
    HIGH = 2

    def __eq__(self, other):
        return isinstance(other, Rank) and int(self) % 2 == int(other) % 2

    def __hash__(self):
        return hash(("rank", int(self) % 2))


class Outer:
    class Inner(enum.Enum):
        A = "a"


class AnyCase(str, enum.Enum):
    """Equals texts."""

    RED = "red"

    def __eq__(self, other):
        return str.lower(self) == str.lower(other)

    def __hash__(self):
        return hash(str.lower(self))


Point = collections.namedtuple("Point", "x y")


class Place(typing.NamedTuple):
    name: str
    at: Point


class Loose(collections.namedtuple("Loose", "text")):
    """Defines what it equals."""

    __slots__ = ()

    def __eq__(self, other):
        return isinstance(other, Loose) and self.text.lower() == other.text.lower()

    def __hash__(self):
        return hash(self.text.lower())


def function():
    return 1


# ---- values

UTC = datetime.timezone.utc
EAST = datetime.timezone(datetime.timedelta(hours=2), "East")
MOMENT = datetime.datetime(2024, 2, 29, 23, 59, 58, 999999)

VALUES = [
    datetime.date(1, 1, 1), datetime.date(9999, 12, 31), datetime.time(), datetime.time(23, 59, 59, 999999, fold=1),
    datetime.time(1, 2, tzinfo=EAST), MOMENT, datetime.datetime(1, 1, 1), datetime.datetime.max, MOMENT.replace(tzinfo=UTC),
    MOMENT.replace(tzinfo=EAST), MOMENT.replace(tzinfo=ZONE), datetime.datetime(2024, 10, 27, 2, 30, tzinfo=ZONE),
    datetime.datetime(2024, 10, 27, 2, 30, tzinfo=ZONE, fold=1), datetime.timedelta(), datetime.timedelta.max, datetime.timedelta.min,
    datetime.timedelta(-1, 5, 7), UTC, EAST, datetime.timezone(datetime.timedelta(seconds=-1)), ZONE,
    Decimal(0), Decimal("-0"), Decimal("1.50"), Decimal("0.1"), Decimal("1E+500"), Decimal("-7E-2000"), Decimal("Infinity"),
    Decimal("-Infinity"), Decimal(10**60 + 1), Fraction(1, 3), Fraction(-10**40, 7), Fraction(1, 2), Fraction(5),
    range(0), range(10), range(2, -7, -3), range(10**30, 10**30 + 9, 4), slice(None), slice(1, None, -1), slice("a", "b"),
    uuid.UUID(int=0), uuid.UUID(int=2**128 - 1), uuid.UUID("12345678123456781234567812345678"),
    PurePosixPath("a/b"), PosixPath("/tmp"), PosixPath("."), PureWindowsPath("C:/Users/X"),
    Color.RED, Color.CRIMSON, Color.PAIR, Size.SMALL, Size.LARGE, Mode.READ, Mode.WRITE_AND_APPEND, Access.READ,
    Access.READ | Access.RUN, Access(0), Bits.ONE, Bits(3), Half.VALUE, Rank.LOW, Rank.HIGH, Outer.Inner.A,
    Point(1, "y"), Point(Point(1, 2), (3,)), Place("home", Point(0.5, None)), Loose("Text"),
    int, Color, Point, Decimal, type(None), len, function, os.path.join, collections, NotImplemented,
]  # fmt: skip


def describe(values, index):
    """What this interpreter thinks of values it was sent, of each whether it is the one known here; and where it finds its
    own ones in a dict made by another interpreter."""
    pairs = list(zip(VALUES, values, strict=True))
    same = [(type(value).__qualname__, mine == value and type(mine) is type(value), repr(mine) == repr(value)) for mine, value in pairs]
    return same, [index.get(value) for value in VALUES]


def has_red(instance):
    """What a class thinks of a member of an enum of its module, which is not loaded here."""
    import sys

    before = "paint_for_tests" in sys.modules
    return before, instance.is_red(), instance.paint(), "paint_for_tests" in sys.modules


def called(module, instance, name, *arguments):
    """What a method gives, and whether this module was loaded for it."""
    import sys

    return getattr(instance, name)(*arguments), module in sys.modules
