# SPDX-License-Identifier: Apache-2.0
import copy
import pickle
import threading
import unittest
import weakref

import shared_objects as so
import work_for_tests as work
from shapes_for_tests import Account


class Index:
    def __index__(self):
        return 4


def in_another_thread(action, *args):
    thread = threading.Thread(target=action, args=args)
    thread.start()
    thread.join()


class Counters(unittest.TestCase):
    def test_counts(self):
        counter = so.counter(5)
        self.assertIsNone(counter.add(2))
        counter.add(-10)
        counter.add(True)
        counter.add(Index())
        self.assertEqual((2, 2), (counter.value, int(counter)))
        self.assertEqual("counter(2)", repr(counter))
        self.assertEqual(0, so.counter().value)

    def test_value_can_be_assigned(self):
        counter = so.counter()
        counter.value = 7
        counter.value += 1
        self.assertEqual(8, counter.value)
        with self.assertRaises(AttributeError):
            del counter.value

    def test_holds_64_bits(self):
        counter = so.counter(2**63 - 1)
        with self.assertRaisesRegex(OverflowError, "64 bits"):
            counter.add(1)
        self.assertEqual(2**63 - 1, counter.value)
        for action in (lambda: so.counter(2**63), lambda: counter.add(-(2**63) - 1)):
            self.assertRaises(OverflowError, action)

    def test_says_what_is_too_large(self):
        counter = so.counter()
        for action in (lambda: so.counter(2**70), lambda: counter.add(2**70), lambda: setattr(counter, "value", -(2**64))):
            with self.assertRaisesRegex(OverflowError, "64 bits"):
                action()
        self.assertEqual(0, counter.value)

    def test_an_overflow_in_a_transaction_undoes_it(self):
        full, other = so.counter(2**63 - 1), so.counter()

        @so.atomic
        def both():
            other.add(1)
            full.add(1)

        self.assertRaises(OverflowError, both)
        self.assertEqual(0, other.value)

    def test_only_integers_are_added(self):
        counter = so.counter()
        for wrong in (1.5, "1", None):
            self.assertRaises(TypeError, counter.add, wrong)
            self.assertRaises(TypeError, so.counter, wrong)
        self.assertRaises(TypeError, counter.add)
        self.assertRaises(TypeError, so.counter.add, 5, 1)
        self.assertEqual(0, counter.value)

    def test_is_a_shared_object_found_where_it_was_stored(self):
        counter = so.counter(3)
        so.root["hits"] = counter
        so.root["all"] = {"l": [counter], "t": (counter,), "a": Account("ann", counter)}
        for found in (so.root["hits"], so.root["all"]["l"][0], so.root["all"]["t"][0], so.root["all"]["a"].balance):
            self.assertIs(counter, found)
        self.assertTrue(so.is_shared(counter))
        self.assertIs(so.counter, type(counter))
        self.assertIs(counter, weakref.ref(counter)())

    def test_has_no_other_attributes_and_no_subclasses(self):
        with self.assertRaises(AttributeError):
            so.counter().name = 1
        with self.assertRaises(TypeError):
            type("Sub", (so.counter,), {})

    def test_is_unhashable_and_equal_to_itself_only(self):
        counter = so.counter(1)
        self.assertRaises(TypeError, hash, counter)
        with self.assertRaises(TypeError):
            so.root[counter] = 1
        self.assertEqual(counter, counter)
        self.assertNotEqual(counter, so.counter(1))
        self.assertNotEqual(counter, 1)

    def test_copies(self):
        counter = so.counter(9)
        self.assertEqual(9, so.copy(counter))
        self.assertEqual({"n": 9}, so.copy(so.share({"n": counter})))
        self.assertEqual(9, copy.copy(counter))
        self.assertEqual(9, pickle.loads(pickle.dumps(counter)))
        other = copy.deepcopy([counter, counter])
        other[0].add(1)
        self.assertEqual([10, 10, 9], [other[0].value, other[1].value, counter.value])

    def test_adding_conflicts_with_nobody_who_adds(self):
        counter, runs = so.counter(), []

        @so.atomic
        def add():
            runs.append(1)
            counter.add(1)
            in_another_thread(counter.add, 10)

        add()
        self.assertEqual((1, 11), (len(runs), counter.value))

    def test_reading_conflicts_with_those_who_add(self):
        counter, seen = so.counter(), []
        so.explain_conflicts(reset=True)

        @so.atomic
        def add():
            counter.add(1)
            seen.append(counter.value)
            if len(seen) == 1:
                in_another_thread(counter.add, 10)

        add()
        self.assertEqual(([1, 11], 11), (seen, counter.value))
        self.assertEqual("counter", so.explain_conflicts()[0].type)

    def test_an_exception_undoes_what_was_added(self):
        counter = so.counter()

        @so.atomic
        def fail():
            counter.add(1)
            raise KeyError

        self.assertRaises(KeyError, fail)
        self.assertEqual(0, counter.value)

    def test_or_else_undoes_what_its_first_function_has_added(self):
        counter = so.counter(1)

        def first():
            counter.add(10)
            if counter.value == 12:
                so.retry()

        def both():
            counter.add(1)
            so.or_else(first, lambda: counter.add(100))

        so.atomically(both)
        self.assertEqual(102, counter.value)

    def test_interpreters_count_together(self):
        counter = so.counter()
        workers = [so.spawn(work.add_many, counter, 20_000) for _ in range(3)]
        for worker in workers:
            worker.result()
        self.assertEqual(60_000, counter.value)

    def test_waiting_for_a_counter_ends_when_it_changes(self):
        counter = so.counter()

        @so.atomic
        def await_three():
            if counter.value < 3:
                so.retry()
            return counter.value

        adder = so.spawn(work.add_many, counter, 3)
        self.assertEqual(3, await_three())
        adder.result()


if __name__ == "__main__":
    unittest.main()
