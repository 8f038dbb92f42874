# SPDX-License-Identifier: Apache-2.0
"""The same class as a dataclass and shared: what a program sees is the same."""

import abc
import collections.abc
import copy
import dataclasses
import functools
import os
import tempfile
import typing
import unittest

import shared_objects as so

T = typing.TypeVar("T")
TABLE = {"tea": [1, 2]}


def outcome(action, *args, **kwargs):
    try:
        return action(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


class Doubled:
    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, owner, cls=None):
        return self if owner is None else owner.__dict__.get(self.name, "none")

    def __set__(self, owner, value):
        owner.__dict__[self.name] = value * 2

    def __delete__(self, owner):
        del owner.__dict__[self.name]


def hooks_of_class_creation(form):
    @form
    class Base:
        def __init_subclass__(cls, /, tag="none", **kwargs):
            super().__init_subclass__(**kwargs)
            Base.seen = (*getattr(Base, "seen", ()), (cls.__name__, tag))

    @form
    class Sub(Base, tag="given"):
        pass

    return Base.seen, Base.__subclasses__() == [Sub], Sub.__base__ is Base


def abstract_and_generic(form):
    @form
    class Shape(abc.ABC):
        @abc.abstractmethod
        def area(self): ...

    @form
    class Square(Shape):
        side: int

        def area(self):
            return self.side**2

    @form
    class Box(typing.Generic[T]):
        item: T

    @form
    class Stack[X]:
        items: list[X]

        def first(self) -> X:
            return self.items[0]

    Shape.register(int)
    return outcome(Shape), Square(3).area(), isinstance(3, Shape), Box[int](3).item, Stack[str](["a"]).first()


def sequences(form):
    @form
    class Seq(collections.abc.Sequence):
        data: list

        def __getitem__(self, index):
            return self.data[index]

        def __len__(self):
            return len(self.data)

    values = Seq([1, 2, 3, 2])
    return list(values), values.count(2), values.index(2), 3 in values, list(reversed(values))


def descriptors_that_use_the_dict(form):
    @form
    class Owner:
        number = Doubled()

    owner = Owner()
    seen = [owner.number]
    for value in range(4):
        owner.number = value
        seen.append(owner.number)
    del owner.number
    return seen, owner.number


def properties_come_before_fields(form):
    @form
    class Owner:
        x: int = 1

        @property
        def p(self):
            return "property"

        def m(self):
            return "method"

    owner = Owner()
    owner.__dict__["p"] = owner.__dict__["m"] = "field"
    return owner.p, owner.m, owner.__dict__["p"]


def changes_of_the_dict(form):
    @form
    class Owner:
        x: int = 1

    owner = Owner()
    owner.__dict__.update(w=6, z=5)
    seen = [owner.__dict__.pop("w"), hasattr(owner, "w"), owner.__dict__.setdefault("v", 3), owner.v]
    owner.__dict__ |= {"q": 1}
    seen.append(sorted(vars(owner)))
    owner.__dict__ = {"a": 5}
    return seen, sorted(vars(owner)), owner.x, outcome(setattr, owner, "__dict__", 3)


def copying(form):
    @form
    class Reduced:
        x: int

        def __reduce__(self):
            return str, ("reduced",)

    @form
    class Stated:
        x: int

        def __getstate__(self):
            return {"x": self.x + 1}

        def __setstate__(self, state):
            self.x = state["x"] * 10

    @form
    class Arguments:
        def __new__(cls, a):
            self = super().__new__(cls)
            self.a = a
            return self

        def __init__(self, a):
            pass

        def __getnewargs__(self):
            return (self.a,)

    return copy.copy(Reduced(1)), copy.copy(Stated(1)).x, copy.deepcopy(Stated(1)).x, copy.copy(Arguments(4)).a


def slots(form):
    @form
    class Slotted:
        __slots__ = ("a",)

    @form
    class Open(Slotted):
        pass

    slotted, free = Slotted(), Open()
    slotted.a = free.b = 1
    return outcome(setattr, slotted, "b", 1), hasattr(slotted, "__dict__"), free.b, outcome(vars, slotted)


def odd_names(form):
    @form
    class Owner:
        x: int = 1

    owner = Owner()
    names = ["", "a b", "\x00", "\ud800", "__x__", "n" * 100_000, "__slots__", "__doc__", "__init__", "__name__", "\U0001f600"]
    seen = [(outcome(setattr, owner, n, 1), getattr(owner, n), outcome(delattr, owner, n), hasattr(owner, n)) for n in names]
    return seen, [outcome(setattr, owner, name, 1) for name in (1, None, b"x", ("a",))]


CASES = (
    hooks_of_class_creation,
    abstract_and_generic,
    sequences,
    descriptors_that_use_the_dict,
    properties_come_before_fields,
    changes_of_the_dict,
    copying,
    slots,
    odd_names,
)
OPTIONS = ({"frozen": True}, {"order": True, "eq": True}, {"kw_only": True}, {"unsafe_hash": True}, {"repr": False}, {"slots": True})


def probe(cls):
    first, second = cls(a=1), cls(a=2)
    return [
        outcome(setattr, first, "a", 1),
        outcome(setattr, first, "zz", 1),
        outcome(cls, 1) if cls.__match_args__ == () else None,
        outcome(lambda: first < second),
        first == cls(a=1),
        cls.__hash__ is None,
        cls.__match_args__,
        dataclasses.replace(first, a=5).a,
        copy.copy(second).a,
        copy.deepcopy(second).a,
    ]


class LikePlain(unittest.TestCase):
    def test_what_a_program_sees_is_the_same(self):
        for case in CASES:
            with self.subTest(case.__name__):
                self.assertEqual(case(dataclasses.dataclass(eq=False)), case(so.shared))

    def test_options_are_those_of_dataclasses(self):
        for options in OPTIONS:
            with self.subTest(options):

                @dataclasses.dataclass(**{"eq": False, **options})
                class C:
                    a: int = 4

                expected = probe(C)

                @so.shared(**options)
                class C:
                    a: int = 4

                self.assertEqual(expected, probe(C))

                @so.shared(name=f"stacked{sorted(options)}")
                @dataclasses.dataclass(**{"eq": False, **options})
                class C:
                    a: int = 4

                self.assertEqual(expected, probe(C))

    def test_a_subclass_that_is_not_shared_is_refused_by_name(self):
        @so.shared
        class Base:
            pass

        class Plain(Base):
            pass

        with self.assertRaisesRegex(TypeError, "class .*Plain' is not shared, only a base of it is"):
            Plain()

    def test_what_object_new_makes_is_refused(self):
        @so.shared
        class Made:
            def __new__(cls):
                self = object.__new__(cls)
                self.x = 1
                return self

        with self.assertRaisesRegex(TypeError, r"object.__new__\(Made\) is not safe, use super\(\).__new__\(Made\)"):
            Made()

    def test_a_frozen_class_with_post_init_and_a_subclass(self):
        @so.shared(frozen=True, eq=True)
        class Base:
            a: int
            half: float = dataclasses.field(init=False)

            def __post_init__(self):
                self.__dict__["half"] = self.a / 2

            @functools.cached_property
            def doubled(self):
                return self.a * 2

        @so.shared(frozen=True, eq=True)
        class Sub(Base):
            b: int = 5

        sub = Sub(3)
        self.assertEqual((3, 5, 1.5, 6, 1), (sub.a, sub.b, sub.half, sub.doubled, {Sub(3): 1}[sub]))
        for name in ("a", "b", "other"):
            with self.assertRaises(dataclasses.FrozenInstanceError):
                setattr(sub, name, 1)

    def test_a_class_without_init_takes_no_arguments(self):
        @so.shared(init=False)
        class Bare:
            a: int = 4

        self.assertEqual(4, Bare().a)
        for action in (lambda: Bare(1), lambda: Bare(a=1)):
            with self.assertRaisesRegex(TypeError, r"Bare\(\) takes no arguments"):
                action()

    def test_a_mutable_constant_travels_into_each_heap(self):
        @so.shared
        class User:
            def tea(self):
                return TABLE["tea"]

        so.root["user"] = User()
        with tempfile.TemporaryDirectory() as folder:
            for name in ("one", "two"):
                with so.attach(os.path.join(folder, name), size="16m") as heap:
                    heap.root["user"] = User()
                    self.assertEqual([1, 2], heap.root["user"].tea())
        self.assertEqual([1, 2], so.root.pop("user").tea())

    def test_a_field_that_becomes_a_property_is_one_for_objects_in_use(self):
        def define(text):
            import linecache

            file = "<becomes a property>"
            linecache.cache[file] = (len(text), None, text.splitlines(True), file)
            namespace = {"so": so, "__name__": "property_test"}
            exec(compile(text, file, "exec"), namespace)
            return namespace["C"]

        first = define("@so.shared\nclass C:\n    x: int = 1\n")
        instance = first()

        def read():
            return instance.x

        self.assertEqual([1, 1], [read(), read()])
        define("@so.shared\nclass C:\n    @property\n    def x(self): return 'computed'\n")
        self.assertEqual(["computed", "computed"], [read(), read()])


if __name__ == "__main__":
    unittest.main()
