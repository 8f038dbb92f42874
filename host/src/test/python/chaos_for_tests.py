# SPDX-License-Identifier: Apache-2.0
"""Run by ``pso -X chaos -m unittest``."""

import inspect
import signal
import sys
import threading
import time
import unittest

import shared_objects as so
import work_for_tests as work
from shapes_for_tests import Account


class Chaos(unittest.TestCase):
    def setUp(self):
        self.runs = []
        self.box = so.share({"n": 0, "l": []})

    def up(self):
        self.runs.append(self.box["n"])
        self.box["n"] += 1
        return self.box["n"]

    def test_a_transaction_runs_twice_and_counts_once(self):
        self.assertEqual(1, so.atomic(self.up)())
        self.assertEqual(2, so.atomically(self.up))
        self.assertEqual([0, 0, 1, 1], self.runs)

    def test_decorated_functions_keep_their_signature(self):
        @so.atomic
        def f(box, /, n=1, *args, retries=0, timeout=0, **rest):
            self.runs.append(1)
            box["n"] += n
            return args, retries, timeout, rest

        f.mark = 1
        self.assertEqual(((7,), 3, 5, {"z": 9}), f(self.box, 2, 7, retries=3, timeout=5, z=9))
        self.assertEqual("(box, /, n=1, *args, retries=0, timeout=0, **rest)", str(inspect.signature(f)))
        self.assertEqual((2, [1, 1], 1), (self.box["n"], self.runs, f.mark))

    def test_inner_transactions_join(self):
        @so.atomic
        def outer():
            return so.atomic(self.up)()

        self.assertEqual(1, outer())
        self.assertEqual([0, 0], self.runs)

    def test_calls_after_the_commit_are_made_once(self):
        calls = []
        so.atomically(lambda: (self.up(), so.after_commit(calls.append, 1)))
        self.assertEqual(([1], [0, 0]), (calls, self.runs))

    def test_what_a_signals_handler_raises_leaves_the_run_in_vain(self):
        def stop(*_):
            raise SystemExit(3)

        self.addCleanup(signal.signal, signal.SIGUSR1, signal.signal(signal.SIGUSR1, stop))
        with self.assertRaises(SystemExit):
            so.atomically(lambda: (self.up(), signal.raise_signal(signal.SIGUSR1)))
        self.assertEqual(([0], 0), (self.runs, self.box["n"]))

    def test_an_exception_leaves_the_run_that_counts(self):
        def fail():
            self.up()
            raise KeyError("mine")

        with self.assertRaises(KeyError) as caught:
            so.atomically(fail)
        self.assertIsNone(caught.exception.__context__)
        self.assertEqual((0, [0, 0]), (self.box["n"], self.runs))
        with self.assertRaises(SystemExit):
            so.atomically(lambda: (self.up(), sys.exit(3)))
        self.assertEqual(4, len(self.runs))

    def test_what_differs_in_the_second_run_is_what_counts(self):
        self.assertEqual(2, so.atomically(lambda: self.runs.append(1) or len(self.runs)))

    def test_a_function_that_waits_runs_twice_when_it_is_done(self):
        def take():
            self.runs.append("begin")
            if not self.box["l"]:
                so.retry()
            self.runs.append("end")
            return self.box["l"].pop()

        timer = threading.Timer(0.1, self.box["l"].append, ["x"])
        timer.start()
        self.assertEqual("x", so.atomically(take))
        timer.join()
        self.assertEqual(2, self.runs.count("end"))
        self.assertEqual([], self.box["l"])

    def test_or_else(self):
        self.assertEqual(1, so.or_else(so.retry, self.up))
        self.assertEqual([0, 0], self.runs)

    def always_in_conflict(self):
        self.box["n"] += 1
        thread = threading.Thread(target=lambda: self.box.update(n=100))
        thread.start()
        thread.join()
        self.box["n"]

    def test_the_run_in_vain_is_no_retry(self):
        self.assertEqual(1, so.atomically(self.up, retries=0))
        with self.assertRaisesRegex(so.ConflictError, "retries=1"):
            so.atomically(self.always_in_conflict, retries=1)
        self.assertEqual(100, self.box["n"])

    def test_the_run_in_vain_is_no_conflict(self):
        so.explain_conflicts(reset=True)
        so.atomically(self.up)
        self.assertEqual(0, so.explain_conflicts().total)

    def test_timeouts(self):
        self.assertEqual(1, so.atomically(self.up, timeout=0))
        begin = time.monotonic()
        with self.assertRaises(TimeoutError):
            so.atomically(so.retry, timeout=0.1)
        with self.assertRaises(TimeoutError):
            so.atomically(self.always_in_conflict, timeout=0.1)
        self.assertLess(time.monotonic() - begin, 5)

    def test_methods_of_shared_classes_and_workers(self):
        account = Account("ann", 5)
        so.atomic(account.deposit)(1)
        self.assertEqual(6, account.balance)
        self.assertEqual([0, 0], so.spawn(work.runs_of_a_transaction, self.box).result())

    def test_queues_events_and_containers_are_as_always(self):
        queue, event = so.Queue(2), so.Event()
        queue.put(1)
        event.set()
        event.wait()
        values = so.share([3, 1, 2])
        values.sort(key=lambda value: -value)
        values.remove(1)
        self.assertEqual((1, 0, [3, 2]), (queue.get(), queue.qsize(), values))
        future = so.spawn(work.pump, queue, so.Queue())
        queue.put(1)
        queue.shutdown()
        self.assertEqual("down", future.result())


if __name__ == "__main__":
    unittest.main()
