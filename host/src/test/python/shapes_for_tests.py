# SPDX-License-Identifier: Apache-2.0
"""Shared classes that the tests use in several interpreters."""

import abc
import dataclasses
import functools
import logging
import re
import typing

import shared_objects as so

LOG = logging.getLogger(__name__)
WORD = re.compile(r"\w+")
FACTOR = 2
TABLE = {"tea": [1, 2]}
T = typing.TypeVar("T")


class Plain:
    """A mixin that is not shared itself."""

    def shout(self):
        return self.name.upper()


def base_helper(number):
    return number * FACTOR


@so.shared
class Account:
    """Holds money."""

    owner: str
    balance: int = 0
    notes: list = dataclasses.field(default_factory=list)
    limit: typing.ClassVar[int] = 1000

    def deposit(self, n):
        self.balance += n
        return self

    def grow(self):
        self.balance = later_helper(base_helper(self.balance))
        LOG.debug("grown")
        return self.balance

    def words(self):
        return WORD.findall(self.owner), TABLE["tea"], self.limit

    @so.atomic
    def move(self, other, n):
        self.balance -= n
        other.balance += n
        if self.balance < 0:
            raise ValueError(f"{self.owner} has too little")

    @property
    def cents(self):
        return self.balance * 100

    @cents.setter
    def cents(self, value):
        self.balance = value // 100

    @classmethod
    def opened_by(cls, owner):
        return cls(owner)

    @staticmethod
    def currency():
        return "EUR"

    @functools.cached_property
    def name(self):
        return f"{self.owner}!"

    def partner(self):
        return Later(self)


@so.shared
class Savings(Plain, Account):
    rate: float = 0.5

    def deposit(self, n):
        super().deposit(n * 2)
        return __class__


@so.shared
class Later:
    first: object

    def back(self):
        return Account("back")


@so.shared(eq=True)
class Point(typing.Generic[T]):
    x: int
    y: int = 0

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)


@so.shared
class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...


@so.shared
class Square(Shape):
    side: int

    def area(self):
        return self.side**2


@so.shared
class Key:
    def __init__(self, text):
        self.text = text

    def __eq__(self, other):
        return isinstance(other, Key) and self.text.lower() == other.text.lower()

    def __hash__(self):
        return hash(self.text.lower())


@so.shared
class Slotted:
    __slots__ = ("a", "b")
    a: int

    def __getattr__(self, name):
        if name.startswith("magic_"):
            return name[6:]
        raise AttributeError(name)


def later_helper(number):
    return number + 1
