# SPDX-License-Identifier: Apache-2.0
import time
import unittest

import shared_objects as so
import work_for_tests as work
from shapes_for_tests import Account, Point, Savings


class Together(unittest.TestCase):
    def test_changes_are_seen_at_once(self):
        box = so.share({"go": True})
        future = so.spawn(work.cached, box)
        box["go"] = False
        self.assertEqual("seen", future.result(30))

    def test_no_update_is_lost(self):
        shared = so.share({})
        for future in [so.spawn(work.count_up, shared, "n", 500) for _ in range(3)]:
            future.result()
        self.assertEqual({"n": 1500}, shared)

    def test_keys_that_several_add_are_there_once(self):
        table, size = so.share({n: None for n in range(-300, 0)}), 3000
        names = "a", "b"
        for future in [so.spawn(work.enter_all, table, name, size) for name in names]:
            future.result()
        self.assertEqual({*range(-300, size), *((name, key) for name in names for key in range(size))}, set(table))
        self.assertEqual(300 + 3 * size, len(table))
        self.assertEqual(len(table), len(list(table)))
        self.assertLessEqual({table[key] for key in range(size)}, set(names))

    def test_who_takes_all_elements_sees_one_moment(self):
        for kind in (list, tuple, sorted):  # so that these have met many other types before
            for other in ([1], (1,), {1: 1}, {1}, range(2), "ab", b"ab", iter([1]), {1: 1}.keys()):
                kind(other)
        for size in (20, 3000):
            box = so.share({"go": True})
            table, values, elements = so.share(({n: n for n in range(size)}, list(range(size)), set(range(size))))
            takers = [
                *(lambda source=source, kind=kind: len(kind(source())) for kind in (list, tuple, sorted)
                  for source in (lambda: table, table.keys, table.items, lambda: elements)),
                lambda: len(set(list(values))),
                lambda: len({*table.copy().values()}),
            ]  # fmt: skip
            future = so.spawn(work.change_in_steps, box, table, values, elements)
            try:
                so.atomically(lambda box=box: "turned" in box or so.retry(), timeout=60)
                for taker in takers:
                    end = time.monotonic() + 0.05
                    while time.monotonic() < end:
                        self.assertEqual(size, taker())
            finally:
                box["go"] = False
            self.assertGreater(future.result(60), 1)

    def test_transfers_keep_the_total(self):
        accounts = so.share([Account(str(number), 100) for number in range(5)])
        for future in [so.spawn(work.transfer_many, accounts, seed, 300) for seed in range(2)]:
            future.result()
        self.assertEqual(500, sum(account.balance for account in accounts))

    def test_queues_between_interpreters(self):
        there, back = so.Queue(4), so.Queue()
        future = so.spawn(work.pump, there, back)
        items = [so.share([number]) for number in range(20)]
        for item in items:
            there.put(item)
        for item in items:
            self.assertIs(item, back.get())
        there.shutdown()
        self.assertEqual("down", future.result())

    def test_nothing_is_lost_or_doubled_between_producers_and_consumers(self):
        for bound in (0, 5):
            q, heaps = so.Queue(bound), [so.share([]) for _ in range(2)]
            producers = [so.spawn(work.produce, q, name, 200) for name in "ab"]
            consumers = [so.spawn(work.consume, q, got) for got in heaps]
            for future in producers:
                future.result()
            q.join()
            q.shutdown()
            for future in consumers:
                future.result()
            everything = sorted(item for got in heaps for item in got)
            self.assertEqual([(name, number) for name in "ab" for number in range(200)], everything)
            for got in heaps:
                for name in "ab":
                    numbers = [number for producer, number in got if producer == name]
                    self.assertEqual(sorted(numbers), numbers)

    def test_a_shutdown_ends_all_that_wait(self):
        empty, full = so.Queue(), so.Queue(1)
        full.put(0)
        futures = [so.spawn(work.pump, empty, full), so.spawn(work.pump, full, so.Queue(1))]
        futures += [so.spawn(work.pump, empty, full)]
        empty.shutdown()
        full.shutdown(immediate=True)
        self.assertEqual(["down"] * 3, [future.result() for future in futures])

    def test_events_and_barriers_between_interpreters(self):
        barrier, event, log = so.Barrier(3), so.Event(), so.share([])
        futures = [so.spawn(work.meet, barrier, event, log) for _ in range(2)]
        event.set()
        log.append(barrier.wait())
        for future in futures:
            future.result()
        self.assertEqual([0, 1, 2], sorted(log))


class Classes(unittest.TestCase):
    def test_methods_run_where_the_class_was_never_imported(self):
        savings = Savings("sam", 5)
        self.assertEqual(11, so.spawn(work.call, savings, "grow").result())
        self.assertEqual((["sam"], [1, 2], 1000), so.spawn(work.call, savings, "words").result())
        self.assertEqual("SAM!", so.spawn(work.call, savings, "shout").result())
        self.assertIs(Savings, type(so.spawn(work.call, savings, "opened_by", "x").result()))
        so.spawn(work.call, savings, "move", Account("b"), 1).result()
        self.assertEqual(10, savings.balance)
        self.assertEqual(Point(4, 6), so.spawn(work.call, Point(1, 2), "__add__", Point(3, 4)).result())

    def test_classes_that_know_each_other_are_found(self):
        later = so.spawn(work.call, Account("ann"), "partner").result()
        self.assertIsInstance(so.spawn(work.call, later, "back").result(), Account)

    def test_errors_of_methods_come_back(self):
        with self.assertRaisesRegex(ValueError, "ann has too little"):
            so.spawn(work.call, Account("ann"), "move", Account("bob"), 1).result()

    def test_the_class_imported_later_is_the_one_met_first(self):
        before, same, still = so.spawn(work.describe_class, Account("ann")).result()
        self.assertEqual(("shapes_for_tests", "Account", "Holds money.", False), before)
        self.assertTrue(same and still)


if __name__ == "__main__":
    unittest.main()
