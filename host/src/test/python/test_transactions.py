# SPDX-License-Identifier: Apache-2.0
import functools
import inspect
import threading
import time
import unittest

import shared_objects as so
from shared_objects._transactions import outside


class Box:
    """A shared dict that starts anew for each test."""

    def setUp(self):
        self.box = so.share({"n": 0, "l": []})


class Atomic(Box, unittest.TestCase):
    def test_it_returns_what_the_function_returns(self):
        @so.atomic
        def add(box, n):
            box["n"] += n
            return box["n"]

        self.assertEqual(2, add(self.box, 2))
        self.assertEqual(5, add(self.box, n=3))

    def test_it_keeps_signature_and_name(self):
        @so.atomic
        def f(a, /, b=2, *args, c=3, **rest):
            """What f does."""
            return a, b, args, c, rest

        self.assertEqual("(a, /, b=2, *args, c=3, **rest)", str(inspect.signature(f)))
        self.assertEqual(("f", "What f does."), (f.__name__, f.__doc__))
        self.assertEqual((1, 2, (), 3, {}), f(1))
        self.assertEqual((1, 5, (6, 7), 8, {"z": 9}), f(1, 5, 6, 7, c=8, z=9))
        with self.assertRaises(TypeError):
            f()

    def test_a_conflict_runs_again_with_the_same_arguments(self):
        runs = []

        @so.atomic
        def f(box, *args, c, **rest):
            runs.append((args, c, rest))
            box["n"] += 1
            if len(runs) == 1:
                with_other_thread(lambda: box.update(n=10))
                box["n"]
            return box["n"]

        self.assertEqual(11, f(self.box, 1, 2, c=3, d=4))
        self.assertEqual([((1, 2), 3, {"d": 4})] * 2, runs)

    def test_a_store_that_failed_leaves_the_transaction_nothing_to_write(self):
        failed, stored = so.share([]), so.share([])

        def store():
            inner = []
            outer = (inner,)
            inner.append(outer)
            with self.assertRaises(IndexError):
                failed[9] = outer
            for number in range(5):
                stored.append([[number, "a" * 300], [number]])

        so.atomically(store)
        self.assertEqual([[[number, "a" * 300], [number]] for number in range(5)], stored)

    def test_in_transaction(self):
        self.assertFalse(so.in_transaction())
        self.assertTrue(so.atomically(so.in_transaction))
        self.assertFalse(so.in_transaction())

    def test_generators_and_async_functions_are_refused(self):
        def generator():
            yield 1

        async def coroutine():
            pass

        async def both():
            yield 1

        wrapped, partial = functools.wraps(generator)(lambda: None), functools.partial(generator)
        for function in (generator, coroutine, both, wrapped, partial):
            with self.assertRaises(TypeError):
                so.atomic(function)
            with self.assertRaises(TypeError):
                so.atomically(function)
        with self.assertRaises(TypeError):
            so.atomic(5)

    def test_methods_static_methods_and_callables(self):
        class Counter:
            def __init__(self, box):
                self.box = box

            @so.atomic
            def up(self, n=1):
                self.box["n"] += n
                return self.box["n"]

            @so.atomic
            @classmethod
            def inside(cls):
                return cls, so.in_transaction()

            @staticmethod
            @so.atomic
            def also_inside():
                return so.in_transaction()

            def __call__(self):
                return so.in_transaction()

        counter = Counter(self.box)
        self.assertEqual(3, counter.up(3))
        self.assertEqual((Counter, True), Counter.inside())
        self.assertTrue(Counter.also_inside())
        self.assertTrue(so.atomic(counter)())
        self.assertTrue(so.atomic(functools.partial(counter))())
        self.assertEqual({"timeout": 1}, so.atomic(functools.partial(dict))(timeout=1))

    def test_all_or_nothing_to_others(self):
        pair = so.share([0, 0])
        torn = []
        stop = threading.Event()

        @so.atomic
        def both(pair):
            return pair[0], pair[1]

        def watch():
            while not stop.is_set():
                left, right = both(pair)
                if left != right:
                    torn.append((left, right))

        @so.atomic
        def step(pair):
            pair[0] += 1
            pair[1] += 1

        watcher = threading.Thread(target=watch)
        watcher.start()
        for _ in range(500):
            step(pair)
        stop.set()
        watcher.join()
        self.assertEqual(([], [500, 500]), (torn, pair))

    def test_no_update_is_lost_between_threads(self):
        @so.atomic
        def up(box):
            box["n"] += 1

        def work():
            for _ in range(300):
                up(self.box)

        run_all([threading.Thread(target=work) for _ in range(4)])
        self.assertEqual(1200, self.box["n"])


@so.shared
class Pair:
    def __init__(self, left):
        self.left = left


class Made(unittest.TestCase):
    """Instances that the transaction has made itself."""

    def test_their_attributes_are_seen_wherever_they_are_read(self):
        def left(pair):
            return pair.left

        @so.atomic
        def make():
            pairs = [Pair(1), Pair(2)]
            return [left(pair) for pair in pairs * 3]

        for _ in range(3):
            self.assertEqual([1, 2] * 3, make())

    def test_comparing_what_holds_itself_leaves_no_transaction_open(self):
        for value in ([], {}):
            left, right = so.share(value), so.share(value)
            for each in (left, right):
                each.update(me=each) if value == {} else each.append(each)
            with self.assertRaises(RecursionError):
                left == right
            self.assertFalse(so.in_transaction())


class Exceptions(Box, unittest.TestCase):
    def test_one_that_leaves_undoes_everything(self):
        @so.atomic
        def f(box):
            box["n"] = 5
            box["new"] = {"a": [1]}
            box["l"].extend([1, 2, 3])
            del box["n"]
            raise KeyError("mine")

        with self.assertRaisesRegex(KeyError, "mine"):
            f(self.box)
        self.assertEqual({"n": 0, "l": []}, self.box)
        self.assertFalse(so.in_transaction())

    def test_one_that_leaves_the_inner_function_and_is_caught_undoes_nothing(self):
        @so.atomic
        def inner(box):
            box["n"] = 1
            raise ValueError

        @so.atomic
        def outer(box):
            try:
                inner(box)
            except ValueError:
                box["l"].append("caught")

        outer(self.box)
        self.assertEqual({"n": 1, "l": ["caught"]}, self.box)

    def test_system_exit_leaves_too(self):
        @so.atomic
        def f(box):
            box["n"] = 5
            raise SystemExit(3)

        with self.assertRaises(SystemExit):
            f(self.box)
        self.assertEqual(0, self.box["n"])

    def test_inner_calls_join(self):
        @so.atomic
        def inner(box):
            box["n"] += 1

        @so.atomic
        def outer(box):
            inner(box)
            so.atomically(inner, box)
            raise ValueError

        with self.assertRaises(ValueError):
            outer(self.box)
        self.assertEqual(0, self.box["n"])

    def test_an_unshareable_value_inside_leaves_nothing(self):
        def f():
            self.box["n"] = 1
            self.box["bad"] = object()

        with self.assertRaises(so.NotShareableError):
            so.atomically(f)
        self.assertEqual({"n": 0, "l": []}, self.box)

    def test_errors_of_operations_are_the_ordinary_ones(self):
        with self.assertRaises(KeyError):
            so.atomically(lambda: self.box["nothing"])
        with self.assertRaises(IndexError):
            so.atomically(lambda: self.box["l"].pop())


class Atomically(Box, unittest.TestCase):
    def test_arguments_and_result(self):
        self.assertEqual(((1, 2), {"a": 3}), so.atomically(lambda *args, **words: (args, words), 1, 2, a=3))

    def always_in_conflict(self):
        self.box["n"] += 1
        with_other_thread(lambda: self.box.update(n=100))
        self.box["n"]

    def test_retries_used_up(self):
        with self.assertRaisesRegex(so.ConflictError, "retries=2"):
            so.atomically(self.always_in_conflict, retries=2)
        self.assertEqual(100, self.box["n"])

    def test_timeout_in_conflicts(self):
        with self.assertRaises(TimeoutError):
            so.atomically(self.always_in_conflict, timeout=0.05)

    def test_timeout_in_retry(self):
        begin = time.monotonic()
        with self.assertRaises(TimeoutError) as caught:
            so.atomically(so.retry, timeout=0.1)
        self.assertIsNone(caught.exception.__context__)
        self.assertLess(0.05, time.monotonic() - begin)


class Retry(Box, unittest.TestCase):
    def test_outside_it_raises(self):
        with self.assertRaisesRegex(RuntimeError, "outside a transaction"):
            so.retry()

    def take(self):
        if not self.box["l"]:
            so.retry()
        return self.box["l"].pop()

    def later(self, action):
        timer = threading.Timer(0.1, action)
        timer.start()
        self.addCleanup(timer.join)

    def test_it_blocks_until_something_read_changes(self):
        self.later(lambda: self.box["l"].append("x"))
        self.assertEqual("x", so.atomically(self.take))
        self.assertEqual([], self.box["l"])

    def test_it_undoes_what_was_written(self):
        def f():
            self.box["n"] += 1
            return self.take()

        self.later(lambda: self.box["l"].append("x"))
        so.atomically(f)
        self.assertEqual(1, self.box["n"])

    def test_a_swallowed_retry_still_blocks(self):
        runs = []

        @so.atomic
        def f():
            runs.append(1)
            try:
                return self.take()
            except BaseException:
                pass
            finally:
                if not self.box["l"] and len(runs) < 3:
                    return "too early"

        self.later(lambda: self.box["l"].extend(["x", "y"]))
        self.assertNotEqual("too early", f())

    def test_or_else_takes_the_first_that_does_not_retry(self):
        def first():
            self.box["n"] = 5
            return self.take()

        self.assertEqual(("other", 0), so.or_else(first, lambda: ("other", self.box["n"])))
        self.box["l"].append("x")
        self.assertEqual("x", so.or_else(first, lambda: "other"))
        self.assertEqual(5, self.box["n"])

    def test_or_else_waits_for_both(self):
        other = so.share([])

        def second():
            if not other:
                so.retry()
            return "second"

        self.later(lambda: other.append(1))
        self.assertEqual("second", so.or_else(self.take, second))
        other.clear()
        self.later(lambda: self.box["l"].append("first"))
        self.assertEqual("first", so.or_else(self.take, second))

    def test_or_else_inside_a_transaction(self):
        @so.atomic
        def f():
            self.box["n"] = 1
            return so.or_else(self.take, lambda: "other")

        self.assertEqual("other", f())
        self.assertEqual(1, self.box["n"])

    def test_transactions_of_the_package_leave_those_of_programs_as_they_are(self):
        def first():
            outside(lambda: None)
            so.retry()

        self.assertEqual("second", so.or_else(first, lambda: "second"))


class AfterCommit(Box, unittest.TestCase):
    def test_it_is_called_once_after_the_commit(self):
        calls, runs = [], []

        @so.atomic
        def f():
            runs.append(1)
            so.after_commit(lambda *args, **words: calls.append((so.in_transaction(), args, words)), 1, a=2)
            if len(runs) == 1:
                self.box["n"]
                with_other_thread(lambda: self.box.update(n=1))
            self.box["n"] += 1
            self.assertEqual([], calls)

        f()
        self.assertEqual(([(False, (1,), {"a": 2})], 2), (calls, len(runs)))

    def test_it_is_forgotten_with_a_run_whose_commit_fails(self):
        calls, runs = [], []

        @so.atomic
        def f():
            runs.append(1)
            n = self.box["n"]
            so.after_commit(calls.append, len(runs))
            if len(runs) == 1:
                with_other_thread(lambda: self.box.update(n=1))
            self.box["m"] = n

        f()
        self.assertEqual(([2], 2, 1), (calls, len(runs), self.box["m"]))

    def test_it_is_forgotten_when_the_transaction_fails(self):
        calls = []

        def f():
            so.after_commit(calls.append, 1)
            raise ValueError

        with self.assertRaises(ValueError):
            so.atomically(f)
        so.atomically(lambda: None)
        self.assertEqual([], calls)

    def test_all_calls_are_made_though_one_fails(self):
        calls = []

        def f():
            so.after_commit(calls.append, 1)
            so.after_commit(lambda: 1 / 0)
            so.after_commit(lambda: [].pop())
            so.after_commit(calls.append, 2)
            self.box["n"] = "committed"

        with self.assertRaises(ZeroDivisionError) as caught:
            so.atomically(f)
        self.assertEqual(([1, 2], "committed"), (calls, self.box["n"]))
        self.assertRegex(caught.exception.__notes__[0], "IndexError")

    def test_outside_it_is_called_at_once(self):
        calls = []
        so.after_commit(calls.append, 1)
        self.assertEqual([1], calls)


def run_all(threads):
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def with_other_thread(action):
    run_all([threading.Thread(target=action)])


if __name__ == "__main__":
    unittest.main()
