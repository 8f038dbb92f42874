# SPDX-License-Identifier: Apache-2.0
import gc
import os
import threading
import time
import unittest

import shared_objects as so
import work_for_tests as work
from nodes_for_tests import Node, text
from shared_objects import _native

MEGABYTE = 1 << 20
SECONDS = 60 if "PSO_LONG" in os.environ else 3


def churn(count=1000):
    """Allocate and drop: what was released wrongly is used for something else."""
    for i in range(count):
        so.root["churn"] = [text(i), {"key": text(i)}, (i, text(-i))]
    del so.root["churn"]


def collect(times=3):
    for _ in range(times):
        so.gc.collect()


def live():
    """Bytes that are reached when all that was dropped is gone."""
    collect()
    return so.stats()["live_bytes"]


class ReleaseTest(unittest.TestCase):
    def setUp(self):
        so.root.clear()
        collect()

    def test_dropped_values_are_released(self):
        before = live()
        so.root["much"] = [text(i) * 10 for i in range(2000)]
        self.assertGreater(live(), before + MEGABYTE)
        del so.root["much"]
        self.assertLess(live(), before + MEGABYTE // 2)

    def test_overwritten_values_are_released(self):
        before = live()
        so.root["value"] = b"x" * MEGABYTE
        so.root["value"] = 1
        self.assertLess(live(), before + MEGABYTE // 2)

    def test_one_call_releases_what_few_variables_have_held_for_long(self):
        before = live()
        held = [so.share([b"%d" % i * MEGABYTE]) for i in range(10)]
        self.assertGreater(live(), before + 10 * MEGABYTE)
        held.clear()
        so.gc.collect()
        self.assertLess(so.stats()["live_bytes"], before + MEGABYTE // 2)

    def test_cycles_are_released(self):
        before = live()
        first = Node(b"1" * MEGABYTE)
        first.link = so.list([Node("second", first)])
        so.root["cycle"] = first
        del first
        self.assertGreater(live(), before + MEGABYTE)
        del so.root["cycle"]
        self.assertLess(live(), before + MEGABYTE // 2)

    def test_heap_does_not_grow_by_what_is_dropped(self):
        for round in range(15):
            so.root["value"] = [b"x" * 1000 for _ in range(1000)]
            _native.gc_collect(False)
            if round == 4:
                used = so.heap.used
        self.assertLess(so.heap.used, used + 4 * MEGABYTE)

    def test_many_dropped_wrappers_are_gone(self):
        so.root["many"] = [[i] for i in range(20_000)]
        kept = list(so.root["many"])
        self.assertGreater(so.stats()["handles"], 20_000)
        self.assertEqual(kept[-1][0], 19_999)
        del kept
        gc.collect()
        collect()
        self.assertLess(so.stats()["handles"], 2_000)

    def test_figures(self):
        before = so.stats()
        collect()
        after = so.stats()
        self.assertGreaterEqual(after["collections"], before["collections"] + 3)
        for name in ("live_bytes", "live_blocks", "released_bytes", "released_blocks", "handles"):
            self.assertGreaterEqual(after[name], 0)

    def test_refused_inside_a_transaction(self):
        with self.assertRaises(RuntimeError):
            so.atomically(so.gc.collect)


class IdleTest(unittest.TestCase):
    def setUp(self):
        so.root.clear()
        collect()

    def wait_until_handles_are_few(self, seconds):
        end = time.monotonic() + seconds
        while so.stats()["handles"] > 5000 and time.monotonic() < end:
            # Asking is doing something.
            time.sleep(1)
        self.assertLess(so.stats()["handles"], 5000)

    def test_an_idle_host_lets_go_of_what_was_dropped(self):
        so.root["many"] = [[i] for i in range(20_000)]
        kept = list(so.root["many"])
        self.assertGreater(so.stats()["handles"], 20_000)
        del so.root["many"], kept
        self.wait_until_handles_are_few(10)
        time.sleep(1)
        self.assertLess(so.stats()["live_blocks"], 20_000)

    def test_an_idle_host_lets_go_of_what_was_dropped_long_after_it_was_made(self):
        so.root["many"] = [[i] for i in range(20_000)]
        kept = list(so.root["many"])
        time.sleep(1)  # long enough for a look that finds nothing
        del kept
        self.wait_until_handles_are_few(10)

    def test_an_idle_host_lets_go_of_a_single_object_that_was_dropped_long_after_it_was_made(self):
        def make():
            return so.share([text(i) for i in range(20_000)])

        held = make()
        collect(1)
        self.assertGreater(so.stats()["live_blocks"], 20_000)
        time.sleep(1)  # long enough for a look that finds nothing
        del held
        make = None  # frames keep what they have called last
        end = time.monotonic() + 20
        while so.stats()["live_blocks"] > 20_000 and time.monotonic() < end:
            time.sleep(1)
        self.assertLess(so.stats()["live_blocks"], 20_000)

    def test_an_idle_host_lets_go_of_a_million_wrappers(self):
        count = 1_000_000 if "PSO_LONG" in os.environ else 200_000
        so.root["many"] = [[i] for i in range(count)]
        kept = list(so.root["many"])
        self.assertGreater(so.stats()["handles"], count)
        del kept
        time.sleep(2)  # enough on a machine that has nothing else to do
        self.wait_until_handles_are_few(10)

    def test_an_idle_host_stays_idle(self):
        queue = so.Queue()
        waiter = threading.Thread(target=queue.get)
        waiter.start()
        time.sleep(2)
        before = so.stats()["collections"]
        time.sleep(3)
        self.assertLessEqual(so.stats()["collections"], before + 2)
        queue.put(None)
        waiter.join()


class WaitTest(unittest.TestCase):
    def test_threads_that_wait_do_not_wait_longer_while_others_make_garbage(self):
        took = []

        def wait():
            begin = time.monotonic()
            threading.Event().wait(1)
            took.append(time.monotonic() - begin)

        waiting = threading.Thread(target=wait)
        waiting.start()
        end = time.monotonic() + 10
        while waiting.is_alive() and time.monotonic() < end:
            churn(100)
        waiting.join()
        self.assertLess(took[0], 2)


class OverflowTest(unittest.TestCase):
    def test_overflows_keep_no_collector_waiting(self):
        def deeper(depth):
            so.root["depth"] = [depth]
            deeper(depth + 1)

        for _ in range(20):
            with self.assertRaises(RecursionError):
                deeper(0)
        before = live()
        so.root["value"] = b"x" * MEGABYTE
        del so.root["value"]
        self.assertLess(live(), before + MEGABYTE // 2)


class HeldTest(unittest.TestCase):
    def setUp(self):
        so.root.clear()

    def check_kept(self, make, check):
        held = make()
        for _ in range(2):
            collect(1)
            churn()
        check(held)

    def test_list_in_a_variable(self):
        self.check_kept(
            lambda: so.list([text(1), [text(2)]]),
            lambda held: self.assertEqual([held[0], list(held[1])], [text(1), [text(2)]]),
        )

    def test_dict_in_a_variable(self):
        self.check_kept(
            lambda: so.dict({text(1): {"deep": text(2)}}),
            lambda held: self.assertEqual(so.copy(held), {text(1): {"deep": text(2)}}),
        )

    def test_instance_in_a_variable(self):
        def check(held):
            self.assertEqual(held.name, text(1))
            self.assertEqual(held.link.name, text(2))

        self.check_kept(lambda: Node(text(1), Node(text(2))), check)

    def test_counter_in_a_variable(self):
        self.check_kept(lambda: so.counter(7), lambda held: self.assertEqual(held.value, 7))

    def test_element_whose_container_is_gone(self):
        self.check_kept(
            lambda: so.list([[text(i) for i in range(50)]])[0],
            lambda held: self.assertEqual(list(held), [text(i) for i in range(50)]),
        )

    def test_large_containers(self):
        numbers = list(range(5000))
        self.check_kept(lambda: so.list(numbers), lambda held: self.assertEqual(list(held), numbers))
        entries = {text(i): i for i in range(3000)}
        self.check_kept(lambda: so.dict(entries), lambda held: self.assertEqual(so.copy(held), entries))

    def test_iterator(self):
        def check(held):
            self.assertEqual([next(held) for _ in range(10)], [text(i) for i in range(10)])

        self.check_kept(lambda: iter(so.list([text(i) for i in range(10)])), check)

    def test_tuple_that_holds_a_list(self):
        self.check_kept(
            lambda: so.list([(1, so.list([text(1)]))])[0],
            lambda held: self.assertEqual(list(held[1]), [text(1)]),
        )

    def test_instance_as_a_key(self):
        key = Node(text(1))
        self.check_kept(lambda: so.dict({key: text(2)}), lambda held: self.assertEqual(held[key], text(2)))

    def test_identity(self):
        so.root["x"] = [1]
        held = so.root["x"]
        collect()
        self.assertIs(so.root["x"], held)
        self.assertIs(so.root["x"], so.root["x"])

    def test_interned_keys_are_stored_again(self):
        keys = [f"a key that is kept for the process {i}" for i in range(200)]
        for _ in range(4):
            so.root["d"] = {key: key for key in keys}
            self.assertEqual(so.root["d"][keys[7]], keys[7])
            del so.root["d"]
            collect(1)
            churn(300)

    def test_texts_that_were_read_are_read_again(self):
        for i in range(30):
            so.root["text"] = text(i)
            self.assertEqual(so.root["text"], text(i))
            if i % 3 == 0:
                _native.gc_collect(False)

    def test_values_of_an_operation_that_a_transaction_ends_within(self):
        values = [text(i) for i in range(50)]
        shared, seen, collections = so.share(values), [], []

        class Sought:
            def __eq__(self, other):
                if not seen:
                    before = so.gc.stats()["collections"]
                    shared.clear()
                    end = time.monotonic() + 1.5
                    while time.monotonic() < end:
                        so.atomically(churn, 1)
                    collections.append(so.gc.stats()["collections"] - before)
                seen.append(other)
                return False

        self.assertNotIn(Sought(), shared)
        self.assertEqual(values, seen)
        self.assertLessEqual(collections[0], 1)

    def test_values_of_an_open_transaction(self):
        so.root["l"] = [text(1), [text(2)]]
        meet, go_on = threading.Event(), threading.Event()

        def other():
            meet.wait()
            so.root["l"] = None
            so.gc.collect()
            churn()
            go_on.set()

        thread = threading.Thread(target=other)
        thread.start()
        seen = []

        def read():
            inner = so.root["l"]
            if not meet.is_set():
                first = inner[1]
                meet.set()
                go_on.wait()
                seen.append((inner[0], list(first)))

        so.atomically(read)
        thread.join()
        self.assertEqual(seen[:1], [(text(1), [text(2)])])

    def test_compiled_loops(self):
        so.root["l"] = [[i, text(i)] for i in range(50)]
        stop = threading.Event()

        def collector():
            while not stop.is_set():
                _native.gc_collect(False)

        thread = threading.Thread(target=collector)
        thread.start()
        end = time.monotonic() + SECONDS
        shared = so.root["l"]
        try:
            while time.monotonic() < end:
                for i in range(50):
                    pair = shared[i]
                    number, words = pair
                    self.assertEqual(words, text(number))
                    shared[i] = [number, text(number)]
        finally:
            stop.set()
            thread.join()


class InterpretersTest(unittest.TestCase):
    def setUp(self):
        so.root.clear()

    def test_messages_on_their_way(self):
        there, back = so.Queue(), so.Queue()
        so.root["queues"] = [there, back]
        future = so.spawn(work.echo_messages, there, back)
        for i in range(200):
            there.put({"number": i, "text": text(i)})
            if i % 20 == 0:
                so.gc.collect()
            message = back.get()
            self.assertEqual(so.copy(message), {"number": i, "text": text(i)})
        there.put(None)
        self.assertIsNone(future.result())

    def test_jobs_are_held_until_they_begin(self):
        futures = [so.spawn(work.tell_back, {"text": text(i)}) for i in range(3)]
        for _ in range(4):
            so.gc.collect()
            churn(200)
        for i, future in enumerate(futures):
            self.assertEqual(so.copy(future.result()), {"text": text(i)})

    def test_many_work_while_one_collects(self):
        so.root["shelves"] = [{} for _ in range(8)]
        futures = [so.spawn(work.create_and_drop, seed, SECONDS) for seed in range(3)]
        collections = 0
        while not all(future.done() for future in futures):
            _native.gc_collect(collections % 50 == 0)
            collections += 1
        self.assertEqual([future.result() for future in futures], [0, 0, 0])
        self.assertGreater(collections, 10)


if __name__ == "__main__":
    unittest.main()
