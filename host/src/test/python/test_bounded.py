# SPDX-License-Identifier: Apache-2.0
"""What must not grow with use, however long a program runs."""

import linecache
import os
import random
import unittest

import shared_objects as so

LONG = "PSO_LONG" in os.environ
FILE = "<reloaded>"
TEXT = """
@so.shared
class Reloaded:
    number: int = {0}

    def value(self):
        return {0}
"""


def define(number):
    text = TEXT.format(number)
    linecache.cache[FILE] = (len(text), None, text.splitlines(True), FILE)
    namespace = {"so": so, "__name__": "bounded_test"}
    exec(compile(text, FILE, "exec"), namespace)
    return namespace["Reloaded"]


@so.shared
class Bag:
    pass


def random_name():
    return f"a name at random {random.getrandbits(60)}"


class BoundedTest(unittest.TestCase):
    def check(self, rounds, action):
        so.root.clear()
        live = []
        for round in range(4):
            for i in range(rounds // 4):
                action(round * rounds // 4 + i)
            so.root.clear()
            so.gc.collect()
            so.gc.collect()
            live.append((so.stats()["live_bytes"], so.heap.used))
        (half, used_half), (end, used_end) = live[1], live[3]
        self.assertLess(end, half + 64 * 1024)
        self.assertLess(used_end, used_half + 4 * 1024 * 1024)

    def test_random_attributes(self):
        def action(_):
            bag = so.root["bag"] = Bag()
            for _ in range(3):
                name = random_name()
                setattr(bag, name, 1)
                self.assertEqual(getattr(bag, name), 1)

        self.check(100_000 if LONG else 1000, action)

    @unittest.skipUnless(LONG, "fills the table of known keys first")
    def test_random_keys(self):
        def action(i):
            keys = so.root.setdefault("d", {})
            name = random_name()
            keys[name] = i
            self.assertEqual(keys[name], i)
            if i % 100 == 0:
                keys.clear()

        self.check(300_000, action)

    def test_hot_reloads(self):
        instance = define(-1)()

        def action(i):
            self.assertIs(define(i), type(instance))
            self.assertEqual(instance.value(), i)

        self.check(10_000 if LONG else 240, action)
        self.assertEqual(instance.number, -1)


if __name__ == "__main__":
    unittest.main()
