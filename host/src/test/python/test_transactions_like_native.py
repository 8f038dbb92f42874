# SPDX-License-Identifier: Apache-2.0
"""Containers inside transactions show what native ones do: what the transaction itself has done to them, and nothing of one that failed."""

import copy
import random
import signal
import threading
import time
import unittest

import shared_objects as so

SEEDS = range(5)
TRANSACTIONS = 60
STEPS = 12
SECONDS = 0.8
SIZES = 0, 3, 40, 400, 1200


class Failed(Exception):
    pass


@so.shared
class Record:
    def __init__(self):
        self.x = self.y = 0


def dict_step(chance):
    key = chance.choice((chance.randrange(60), chance.randrange(1500), f"key{chance.randrange(60)}", "a text that is too long for a cell"))
    value = chance.choice((chance.randrange(1000), "text", 1.5, None))
    return chance.choice(
        (
            lambda d: d.get(key, "none"),
            lambda d: d.get(key, "none"),
            lambda d: key in d,
            lambda d: d.__setitem__(key, value),
            lambda d: d.__setitem__(key, value),
            lambda d: d.__setitem__(key, (d.get(key), value)),
            lambda d: (d.__setitem__(key, value), d[key], len(d)),
            lambda d: d.pop(key, "none"),
            lambda d: d.setdefault(key, value),
            lambda d: d.update({key: value, "more": 1}),
            lambda d: list(d.items())[-3:],
            lambda d: d.popitem() if d else None,
            lambda d: d.clear() if chance.randrange(10) == 0 else len(d),
        )
    )


def list_step(chance):
    index, value = chance.randrange(1500), chance.choice((chance.randrange(1000), "text", None))
    return chance.choice(
        (
            lambda items: items[index % len(items)] if items else None,
            lambda items: items.__setitem__(index % len(items), value) if items else None,
            lambda items: (items.append(value), items[-1], len(items)),
            lambda items: items.pop() if items else None,
            lambda items: items.insert(index % (len(items) + 1), value),
            lambda items: items.extend([value] * 3),
            lambda items: len(items),
            lambda items: items.clear() if chance.randrange(10) == 0 else items[-1:],
        )
    )


def set_step(chance):
    element = chance.choice((chance.randrange(60), chance.randrange(1500), f"key{chance.randrange(60)}"))
    return chance.choice(
        (
            lambda s: element in s,
            lambda s: (s.add(element), len(s), element in s),
            lambda s: s.discard(element),
            lambda s: s.update({element, "more"}),
            lambda s: s.clear() if chance.randrange(10) == 0 else len(s),
        )
    )


def in_another_thread(function):
    thread = threading.Thread(target=function)
    thread.start()
    thread.join()


class Differential(unittest.TestCase):
    def compare(self, seed, size):
        chance = random.Random(f"{seed} {size}")
        natives = [{n: str(n) for n in range(size)}, list(range(size)), set(range(size))]
        shared = [so.share(each) for each in natives]
        makers = dict_step, list_step, set_step
        for number in range(TRANSACTIONS):
            which = [chance.randrange(3) for _ in range(STEPS)]
            draws = chance.random()
            makes = [makers[kind] for kind in which]
            expected = copy.deepcopy(natives)
            wanted = self.outcome(random.Random(draws), makes, [expected[kind] for kind in which])
            found, failed = self.in_transaction(random.Random(draws), makes, [shared[kind] for kind in which], chance.randrange(3))
            self.assertEqual(found, wanted, f"{seed=} {size=} {number=}")
            if not failed:
                natives = expected
            for native, own in zip(natives, shared):
                self.assertEqual(own, native, f"{seed=} {size=} {number=} {failed=}")
            self.assertEqual(list(shared[0]), list(natives[0]))

    @staticmethod
    def outcome(chance, makes, things):
        # One step is drawn and done after the other: a step may draw when it is done.
        return [make(chance)(thing) for make, thing in zip(makes, things)]

    def in_transaction(self, chance, makes, things, end):
        results = []

        def work():
            results[:] = self.outcome(chance, makes, things)
            if end == 1:
                raise Failed
            if end == 2:
                so.retry()

        def nothing():
            pass

        if end == 2:
            so.or_else(work, nothing)
        elif end == 1:
            with self.assertRaises(Failed):
                so.atomically(work)
        else:
            so.atomically(work)
        return results, end != 0

    def test_random_steps_have_the_results_they_have_on_native_containers(self):
        for seed in SEEDS:
            with self.subTest(seed=seed):
                self.compare(seed, SIZES[seed])


class Seen(unittest.TestCase):
    def test_what_was_written_is_read_back_whatever_was_read_in_between(self):
        record, table, items = Record(), so.share({"x": 1}), so.share([0] * 8)

        def work():
            record.x = 5
            table["x"] = record.x + 1
            items[record.x] = table["x"]
            record.y = items[5] + record.x
            table["new"] = record.y
            return record.x, record.y, table["x"], table["new"], items[5], len(table), len(items)

        self.assertEqual(so.atomically(work), (5, 11, 6, 11, 6, 2, 8))
        self.assertEqual((record.x, record.y, dict(table), list(items)), (5, 11, {"x": 6, "new": 11}, [0] * 5 + [6, 0, 0]))

    def test_a_key_that_was_not_there_conflicts_with_who_adds_it(self):
        for size in 2, 1000:
            with self.subTest(size=size):
                table, seen = so.share({n: n for n in range(size)}), []

                def work():
                    seen.append(table.get("new"))
                    if len(seen) == 1:
                        in_another_thread(lambda: table.__setitem__("new", 1))
                    table["seen"] = seen[-1]

                so.atomically(work)
                self.assertEqual(seen, [None, 1])
                self.assertEqual(table["seen"], 1)


class Beside(unittest.TestCase):
    """What runs in the middle of transactions of the same thread, or beside them in another."""

    def test_what_a_signal_does_in_the_middle_of_a_commit_is_not_lost(self):
        table, handled, failed = so.share({n: 0 for n in range(-1000, 0)}), [], []

        def handler(*_):
            try:
                key = f"signal {len(handled)}"
                table[key] = len(handled)
                add(key)
                handled.append(key)
            except BaseException as error:
                failed.append(error)

        @so.atomic
        def add(key):
            table[key, 1] = table.get((key, 1), 0) + 1

        @so.atomic
        def fill(first):
            for n in range(first, first + 50):
                table[n] = n

        before = signal.signal(signal.SIGALRM, handler)
        signal.setitimer(signal.ITIMER_REAL, 0.02, 0.02)
        try:
            end, first = time.monotonic() + SECONDS, 0
            while time.monotonic() < end:
                fill(first)
                first += 50
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        self.assertEqual([], failed)
        self.assertGreater(len(handled), 10)
        self.assertEqual([], [key for n, key in enumerate(handled) if table.get(key) != n or table.get((key, 1)) != 1])
        self.assertEqual([], [n for n in range(first) if table.get(n) != n])
        self.assertEqual(1000 + first + 2 * len(handled), len(table))
        self.assertEqual(len(table), len(list(table)))

    def test_a_thread_that_does_nothing_but_transactions_lets_others_run(self):
        cell, stopped = so.share([0]), []

        @so.atomic
        def count():
            cell[0] = cell[0] + 1

        def go_on():
            while not stopped:
                count()

        thread = threading.Thread(target=go_on, daemon=True)
        thread.start()
        turns, longest, last = 0, 0, time.monotonic()
        end = last + 2 * SECONDS
        while last < end:
            sum(range(2000))
            now = time.monotonic()
            turns, longest, last = turns + 1, max(longest, now - last), now
        stopped.append(True)
        thread.join(60)
        self.assertFalse(thread.is_alive())
        self.assertGreater(turns, 50)
        self.assertLess(longest, SECONDS)

    def test_a_tree_that_was_made_after_the_snapshot_is_not_seen(self):
        cell, table, other = so.share([0]), so.share({0: 0}), so.share({5: "old"})

        def change():
            def both():
                cell[0] = 1
                table.update({n: 1 for n in range(1000)})
                other.update({n: "new" for n in range(1000)})

            so.atomically(both)
            table.get(5), other.get(5)  # from now on they are known to be trees

        def look():
            seen = cell[0], other.get(5)
            if not runs:
                runs.append(seen)
                in_another_thread(change)
            return *seen, table.get(5), other.get(5), len(table)

        runs = []
        self.assertIn(so.atomically(look), ((0, "old", None, "old", 1), (1, "new", 1, "new", 1000)))


if __name__ == "__main__":
    unittest.main()
