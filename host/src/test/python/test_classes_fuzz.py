# SPDX-License-Identifier: Apache-2.0
"""Attributes at random: the same outcome on a shared instance as on a plain one, and no error that is not Python's."""

import os
import random
import unittest

import shared_objects as so

LONG = "PSO_LONG" in os.environ
SEEDS = range(20_000) if LONG else (*range(40), 4711, 65_537)
NAMES = ("", "\x00", "\ud800", "x", "y", "é", "p", "m", "__dict__", "__weakref__", "__slots__", "__doc__", "__x", "n" * 1000, 1, None, b"x")
# Those of __class__, __dict__ and __weakref__ differ in wording, see docs/differences.md.
ANY_TEXT = ("__dict__", "__weakref__", "__class__")
VALUES = (None, 1, -1.5, "text", b"b", (1, (2,)), 10**30, True, frozenset({1}))


class Plain:
    x = 1

    @property
    def p(self):
        return "p"

    def m(self):
        return "m"


@so.shared
class Shared:
    x = 1

    @property
    def p(self):
        return "p"

    def m(self):
        return "m"


def attempt(action, name):
    try:
        value = action()
    except Exception as error:
        assert type(error).__module__ in ("builtins", "shared_objects"), error
        return type(error).__name__
    if callable(value) or name in ANY_TEXT or name == "__doc__":
        return None
    return value


def step(target, kind, name, value):
    if kind == "set" and name in ANY_TEXT:
        return None
    if kind == "set":
        return attempt(lambda: setattr(target, name, value), name)
    if kind == "get":
        return attempt(lambda: getattr(target, name), name)
    if kind == "delete" and name not in ANY_TEXT:
        return attempt(lambda: delattr(target, name), name)
    return attempt(lambda: hasattr(target, name), name)


class Fuzz(unittest.TestCase):
    def test_attributes_at_random(self):
        for seed in SEEDS:
            choose = random.Random(seed)
            plain, shared = Plain(), Shared()
            for _ in range(50):
                kind, name, value = choose.choice(("set", "get", "delete", "has")), choose.choice(NAMES), choose.choice(VALUES)
                expected, got = (step(target, kind, name, value) for target in (plain, shared))
                self.assertEqual(expected, got, (seed, kind, name, value))
            self.assertEqual(vars(plain), vars(shared), seed)

    def test_no_assignment_to_class_or_dict_or_of_what_cannot_be_shared_aborts(self):
        instance = Shared()
        for name in ("__class__", "__dict__", "__weakref__", "__slots__", "x", "\x00"):
            for value in (object(), Plain, Shared, int, 5, {}, {"a": object()}, {1: 2}, lambda: 1, open, NotImplemented):
                for action in (lambda: setattr(instance, name, value), lambda: getattr(instance, name), lambda: delattr(instance, name)):
                    attempt(action, name)
        self.assertIs(Shared, type(instance))


if __name__ == "__main__":
    unittest.main()
