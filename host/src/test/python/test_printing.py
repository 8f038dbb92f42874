# SPDX-License-Identifier: Apache-2.0
"""Modules of the standard library that ask for the native types themselves show shared containers alike."""

import array
import importlib
import json
import json.encoder
import pprint
import re
import reprlib
import unittest

import shared_objects as so

VALUES = (
    {"b": 1, "a": [3, 1, 2]},
    {f"key {number}": ["x" * 20, {"inner": [*range(30)]}] for number in range(4)},
    [{"text " * 3, "other " * 3}, (1, [2]), "a long text " * 9, set(), {}],
    [[[[[1]]]]],
)


def without_ids(text):
    return re.sub(r"id=\d+", "id", text)


class LikeNative(unittest.TestCase):
    def test_pprint(self):
        for value in VALUES:
            for options in {}, {"width": 15}, {"depth": 2}, {"sort_dicts": False}, {"indent": 4, "compact": True}:
                with self.subTest(value=value, options=options):
                    self.assertEqual(pprint.pformat(value, **options), pprint.pformat(so.share(value), **options))

    def test_pprint_of_cycles(self):
        for value in [], {"b": 1, "a": ["long enough to be broken"] * 9}:
            shared = so.share(value)
            for target in value, shared:
                target.append(target) if isinstance(target, list) else target.update(again=target)
            self.assertEqual(without_ids(pprint.pformat(value)), without_ids(pprint.pformat(shared)))
            self.assertTrue(pprint.isrecursive(shared))

    def test_pprint_leaves_instances_to_themselves(self):
        self.assertEqual("{'a': Ellipsis}", pprint.saferepr(so.share({"a": ...})))
        self.assertTrue(pprint.isreadable(so.share([1, {"a": 2}])))

    def test_reprlib(self):
        for value in (*VALUES, [*range(20)], {*range(20)}, array.array("i", range(20)), dict.fromkeys(range(20))):
            self.assertEqual(reprlib.repr(value), reprlib.repr(so.share(value)))

    def test_modules_that_are_imported_anew(self):
        for module in json.encoder, pprint, reprlib:
            importlib.reload(module)
        shared = so.share({"b": [*range(20)], "a": 1})
        self.assertEqual(json.dumps(so.copy(shared)), json.dumps(shared))
        self.assertEqual(pprint.pformat(so.copy(shared)), pprint.pformat(shared))
        self.assertEqual(reprlib.repr(so.copy(shared)), reprlib.repr(shared))


if __name__ == "__main__":
    unittest.main()
