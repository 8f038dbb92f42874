# SPDX-License-Identifier: Apache-2.0
"""Handlers of signals, which run in the main thread wherever it is."""

import _thread
import contextlib
import gc
import os
import select
import signal
import subprocess
import sys
import threading
import time
import unittest
import unittest.mock
import weakref

import shared_objects as so
from shared_objects import _transactions


class Handlers(unittest.TestCase):
    def setUp(self):
        self.box = so.share({"n": 0, "l": []})

    def on(self, number, handler):
        self.addCleanup(signal.signal, number, signal.signal(number, handler))

    def every(self, seconds, handler):
        self.on(signal.SIGALRM, handler)
        self.addCleanup(signal.setitimer, signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_REAL, seconds, seconds)

    def test_the_process_calls_its_own_handler_before_it_goes_on(self):
        calls = []
        self.on(signal.SIGUSR1, lambda number, frame: calls.append((number, frame.f_code.co_name)))
        for send in (lambda number: os.kill(os.getpid(), number), signal.raise_signal):
            for _ in range(20):
                send(signal.SIGUSR1)
                self.assertEqual(signal.SIGUSR1, calls.pop()[0])
        self.assertEqual([], calls)

    def test_what_it_raises_leaves_the_call_that_sent_the_signal(self):
        with self.assertRaises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
        self.on(signal.SIGUSR1, lambda number, frame: {}[number])
        with self.assertRaises(KeyError):
            signal.raise_signal(signal.SIGUSR1)

    def test_another_signals_handler_may_interrupt_it_but_not_itself(self):
        calls = []

        def first(number, _):
            calls.append("begin")
            if len(calls) == 1:
                signal.raise_signal(number)
            signal.raise_signal(signal.SIGTERM)
            calls.append("end")

        self.on(signal.SIGUSR1, first)
        self.on(signal.SIGTERM, lambda *_: calls.append("other"))
        signal.raise_signal(signal.SIGUSR1)
        self.assertEqual(["begin", "other", "end"] * 2, calls)

    def test_one_that_raises_is_called_again_when_its_signal_has_come_meanwhile(self):
        calls = []

        def handler(number, _):
            calls.append(number)
            if len(calls) == 1:
                signal.raise_signal(number)
                raise ValueError

        self.on(signal.SIGUSR1, handler)
        with self.assertRaises(ValueError):
            signal.raise_signal(signal.SIGUSR1)
        self.assertEqual([signal.SIGUSR1] * 2, calls)

    def test_no_more_than_one_call_is_due_however_often_a_timer_has_rung(self):
        calls = []
        self.every(0.001, lambda *_: calls.append(time.sleep(0.02)))
        end = time.monotonic() + 1
        while time.monotonic() < end:
            pass
        signal.setitimer(signal.ITIMER_REAL, 0)
        time.sleep(0.1)
        seen = len(calls)
        time.sleep(0.1)
        self.assertEqual(seen, len(calls))
        self.assertLess(5, seen)

    def test_a_sleep_is_not_longer_for_it_and_does_not_put_it_off(self):
        calls = []
        self.every(0.005, lambda *_: calls.append(time.monotonic()))
        begin = time.monotonic()
        time.sleep(1)
        slept = time.monotonic() - begin
        signal.setitimer(signal.ITIMER_REAL, 0)
        self.assertLess(1, slept)
        self.assertLess(slept, 1.5)
        self.assertLess(50, len(calls))

    def test_a_wait_goes_on_while_it_uses_shared_objects(self):
        event = so.Event()

        def handler(*_):
            self.box["n"] += 1
            so.atomically(self.box["l"].append, self.box["n"])
            if self.box["n"] == 3:
                event.set()

        self.every(0.05, handler)
        self.assertTrue(event.wait(20))
        signal.setitimer(signal.ITIMER_REAL, 0)
        time.sleep(0.1)
        self.assertGreaterEqual(self.box["n"], 3)
        self.assertEqual([*range(1, self.box["n"] + 1)], self.box["l"])

    def test_what_it_changes_ends_the_wait_that_it_interrupts(self):
        self.every(0.05, lambda *_: self.box["l"].append("x"))
        self.assertEqual("x", so.atomically(lambda: self.box["l"][0] if self.box["l"] else so.retry(), timeout=20))

    def test_it_is_no_part_of_the_transaction_that_it_interrupts(self):
        calls, runs, after = [], [], []

        def handler(*_):
            calls.append(so.in_transaction())
            self.box["l"].append("handled")
            so.atomically(lambda: (self.box.update(n=5), so.after_commit(after.append, "handler's")))

        @so.atomic
        def f():
            runs.append(self.box["n"])
            so.after_commit(after.append, "transaction's")
            if len(runs) == 1:
                signal.raise_signal(signal.SIGUSR1)
                self.assertEqual(["handler's"], after)
            self.box["m"] = self.box["n"]
            raise ValueError

        self.on(signal.SIGUSR1, handler)
        with self.assertRaises(ValueError):
            f()
        self.assertEqual(([False], [0, 5], ["handler's"]), (calls, runs, after))
        self.assertEqual({"n": 5, "l": ["handled"]}, self.box)

    def test_it_may_use_shared_objects_though_the_transaction_waits_to_be_undone(self):
        runs = []

        def f():
            runs.append(self.box["n"])
            if self.box["n"]:
                return "done"
            try:
                so.retry()
            finally:
                signal.raise_signal(signal.SIGUSR1)

        self.on(signal.SIGUSR1, lambda *_: self.box.update(n=1))
        self.assertEqual("done", so.atomically(f, timeout=20))
        self.assertEqual([0, 1], runs)

    def test_what_it_raises_undoes_the_transaction_but_not_what_it_did(self):
        def handler(*_):
            self.box["l"].append("handled")
            raise ValueError

        @so.atomic
        def f():
            self.box["n"] = 1
            signal.raise_signal(signal.SIGUSR1)

        self.on(signal.SIGUSR1, handler)
        with self.assertRaises(ValueError):
            f()
        self.assertEqual({"n": 0, "l": ["handled"]}, self.box)

    def test_it_may_run_in_the_middle_of_transactions_and_commits(self):
        counter, calls, failed = so.counter(), [0], []

        def handler(*_):
            try:
                calls[0] += 1
                counter.add(1)
                self.box["seen"] = calls[0]
                self.box["l"].append(calls[0])
            except BaseException as error:
                failed.append(error)

        @so.atomic
        def step():
            self.box["n"] += 1

        self.every(0.005, handler)
        steps, end = 0, time.monotonic() + 4
        while time.monotonic() < end:
            step()
            steps += 1
        signal.setitimer(signal.ITIMER_REAL, 0)
        time.sleep(0.1)
        self.assertEqual([], failed)
        self.assertLess(50, calls[0])
        self.assertEqual((steps, calls[0]), (self.box["n"], counter.value))
        self.assertEqual([*range(1, calls[0] + 1)], self.box["l"])

    def test_the_end_of_a_transaction_does_not_swallow_what_it_raises(self):
        self.on(signal.SIGUSR1, lambda *_: sys.exit(3))
        other, runs = so.share([1]), []

        @so.atomic
        def doomed():
            runs.append(self.box["n"])
            if len(runs) == 1:
                writer = threading.Thread(target=lambda: (self.box.update(n=1), other.append(2)))
                writer.start()
                writer.join()
                try:
                    other[0]
                finally:
                    signal.raise_signal(signal.SIGUSR1)

        def retrying():
            try:
                so.retry()
            finally:
                signal.raise_signal(signal.SIGUSR1)

        for function in (doomed, retrying):
            with self.assertRaises(SystemExit):
                so.atomically(function, timeout=20)
            self.assertFalse(so.in_transaction())
        self.assertEqual([0], runs)

    def test_it_is_not_called_any_more_once_the_signal_is_ignored(self):
        calls, ignored = [], []

        def handler(number, _):
            calls.append(len(ignored))
            time.sleep(0.05)  # another one comes meanwhile
            signal.signal(number, signal.SIG_IGN)
            ignored.append(1)

        self.every(0.01, handler)
        time.sleep(0.3)
        self.assertEqual([0], calls)


    def test_calls_after_the_commit_are_made_though_it_raises_right_after_the_commit(self):
        calls, commit = [], _transactions._commit

        def raising():
            commit()
            raise TimeoutError

        def f():
            so.after_commit(calls.append, 1)
            self.box["n"] = 1

        with unittest.mock.patch.object(_transactions, "_commit", raising), self.assertRaises(TimeoutError):
            so.atomically(f)
        self.assertEqual(([1], 1), (calls, self.box["n"]))

    def test_calls_after_the_commit_are_made_though_it_raises_in_the_middle_of_them(self):
        made = []

        def raising(n):
            made.append(n)
            signal.raise_signal(signal.SIGUSR1)

        def handler(*_):
            raise ValueError(made[-1])

        @so.atomic
        def f():
            self.box["n"] += 1
            for n in range(5):
                so.after_commit(raising, n)

        self.on(signal.SIGUSR1, handler)
        for call in f, lambda: so.atomically(f):
            with self.assertRaises(ValueError) as caught:
                call()
            self.assertEqual(0, caught.exception.args[0])
            self.assertEqual(4, len(caught.exception.__notes__))
            self.assertEqual([*range(5)], made)
            made.clear()
        self.assertEqual((2, {}), (self.box["n"], _transactions.afterwards))

    def test_what_it_raises_is_not_kept(self):
        class Held:
            pass

        def handler(*_):
            raise ValueError

        def f():
            held = Held()
            gone.append(weakref.ref(held))
            with contextlib.suppress(ValueError):
                signal.raise_signal(signal.SIGUSR1)

        gone = []
        self.on(signal.SIGUSR1, handler)
        so.atomically(f)
        end = time.monotonic() + 20
        while gone[0]() is not None and time.monotonic() < end:
            gc.collect()
            time.sleep(0.05)
        self.assertIsNone(gone[0]())

    def test_an_interrupted_error_of_its_own_ends_waits(self):
        def handler(*_):
            raise InterruptedError("own")

        self.on(signal.SIGALRM, handler)
        for wait in lambda: time.sleep(20), lambda: select.select([], [], [], 20):
            signal.setitimer(signal.ITIMER_REAL, 0.1)
            with self.assertRaisesRegex(InterruptedError, "^own$"):
                wait()

    def test_it_is_called_by_interrupt_main(self):
        calls = []
        self.on(signal.SIGTERM, lambda number, _: calls.append(number))
        threading.Thread(target=_thread.interrupt_main, args=(signal.SIGTERM,)).start()
        end = time.monotonic() + 20
        while not calls and time.monotonic() < end:
            time.sleep(0.01)
        self.assertEqual([signal.SIGTERM], calls)
        with self.assertRaises(KeyboardInterrupt):
            threading.Timer(0.1, _thread.interrupt_main).start()
            time.sleep(20)
        with self.assertRaises(ValueError):
            _thread.interrupt_main(signal.NSIG)
        _thread.interrupt_main(signal.SIGUSR2)  # nobody handles it

    def test_a_full_heap_is_the_handlers_own_error(self):
        def handler(*_):
            raise so.HeapFullError("the handler's")

        runs = []
        self.on(signal.SIGUSR1, handler)
        with self.assertRaisesRegex(so.HeapFullError, "the handler's"):
            so.atomically(lambda: (runs.append(1), self.box.update(n=1), signal.raise_signal(signal.SIGUSR1)))
        self.assertEqual(([1], 0), (runs, self.box["n"]))


class Interrupts(unittest.TestCase):
    """Ctrl-C again and again, each when the last one has been caught."""

    TIMES = 100

    def setUp(self):
        self.caught = -1

    def send(self):
        for sent in range(self.TIMES):
            while self.caught != sent:
                time.sleep(0.001)
            os.kill(os.getpid(), signal.SIGINT)

    def catch(self, work):
        """Do the work until it has been interrupted so often; what else it raises is not caught."""
        sender = threading.Thread(target=self.send, daemon=True)
        sender.start()
        caught = 0
        while caught < self.TIMES:
            try:
                while True:
                    self.caught = caught
                    work()
            except KeyboardInterrupt:
                caught += 1
        sender.join()

    def test_in_transactions_and_commits(self):
        box = so.share({"n": 0})

        @so.atomic
        def step():
            box["n"] += 1

        self.catch(step)
        self.assertFalse(so.in_transaction())

    def test_in_output(self):
        stream = sys.__stdout__.buffer
        self.catch(lambda: (stream.write(b"\r"), stream.flush()))


class Children(unittest.TestCase):
    def test_they_ignore_what_the_program_ignores(self):
        self.addCleanup(signal.signal, signal.SIGUSR1, signal.signal(signal.SIGUSR1, signal.SIG_IGN))
        signal.raise_signal(signal.SIGUSR1)
        child = subprocess.run(["sh", "-c", "kill -USR1 $$; echo alive"], stdout=subprocess.PIPE)
        self.assertEqual((0, b"alive\n"), (child.returncode, child.stdout))
