# SPDX-License-Identifier: Apache-2.0
"""What the tests of arrays and of bytearrays share."""

import unittest

import shared_objects as so


def raw(value):
    return value.tobytes() if hasattr(value, "tobytes") else bytes(value)


def plain(value):
    """Results of shared arrays are compared as native ones."""
    return so.copy(value) if so.is_shared(value) else value


def outcome(action, value):
    try:
        result = plain(action(value))
        return "gives", type(result), result
    except Exception as error:
        return "raises", type(error)


class Added:
    """Has operators of its own."""

    def __radd__(self, other):
        return "added"

    def __rmul__(self, other):
        return "multiplied"


class Like(unittest.TestCase):
    """Runs the same on a native array and on its shared copy, and compares the outcome and what became of both."""

    def same(self, start, action):
        native, shared = start[:], so.share(start[:])
        expected, found = outcome(action, native), outcome(action, shared)
        self.assertEqual(expected, found)
        self.assertEqual(raw(native), raw(shared))

    def all_same(self, start, *actions):
        for number, action in enumerate(actions):
            with self.subTest(number=number, start=start):
                self.same(start, action)
