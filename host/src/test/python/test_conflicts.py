# SPDX-License-Identifier: Apache-2.0
import os
import tempfile
import threading
import unittest
from functools import partial

import shared_objects as so
import work_for_tests as work
from shapes_for_tests import Account


def interfere(action, *args):
    thread = threading.Thread(target=action, args=args)
    thread.start()
    thread.join()


def once(action, *args):
    """A function that lets another thread act when it is called first."""
    left = [1]
    return lambda: interfere(action, *args) if left and left.pop() else None


@so.atomic
def count(box, interference):
    box["n"] += 1
    interference()


class Conflicts(unittest.TestCase):
    def setUp(self):
        so.root["box"] = {"n": 0, "other": 0, "l": [1, 2, 3]}
        self.box = so.root["box"]
        so.explain_conflicts(reset=True)

    def set(self, value):
        self.box["n"] = value

    def only(self):
        report = so.explain_conflicts()
        self.assertEqual(1, len(report), report)
        return report[0]

    def test_without_conflicts_it_says_so(self):
        count(self.box, lambda: None)
        report = so.explain_conflicts()
        self.assertEqual((0, 0, []), (len(report), report.total, list(report)))
        self.assertEqual("no transaction had to run again", str(report))

    def test_it_names_object_key_function_and_number(self):
        for _ in range(3):
            count(self.box, once(self.set, 5))
        record = self.only()
        self.assertIs(self.box, record.object)
        self.assertEqual(
            (3, "dict", "root['box']", ("n",), f"{__name__}.count"),
            (record.count, record.type, record.path, record.touched, record.function),
        )
        lines = str(so.explain_conflicts()).splitlines()
        self.assertEqual(["times", "object", "touched", "transaction"], lines[0].split())
        self.assertEqual(["3", "dict", "root['box']", "['n']", f"{__name__}.count"], lines[1].split())

    def test_reset_starts_anew(self):
        count(self.box, once(self.set, 5))
        self.assertEqual(1, so.explain_conflicts(reset=True).total)
        self.assertEqual(0, so.explain_conflicts().total)

    def test_it_names_attributes_and_classes(self):
        account = so.root["ann"] = Account("ann", 5)
        interference = once(setattr, account, "balance", 7)

        @so.atomic
        def deposit():
            account.balance += 1
            interference()

        deposit()
        record = self.only()
        self.assertEqual(("Account", "root['ann']", ("balance",)), (record.type, record.path, record.touched))
        self.assertIn(".balance", str(so.explain_conflicts()))

    def test_it_names_indexes_of_lists(self):
        interference = once(self.box["l"].__setitem__, 0, 9)

        def change():
            self.box["l"][2] += 1
            interference()

        so.atomically(change)
        record = self.only()
        self.assertEqual(("list", "root['box']['l']", (2,)), (record.type, record.path, record.touched))

    def test_it_names_the_key_of_a_new_entry(self):
        interference = once(self.set, 5)

        def add():
            self.box["new"] = 1
            interference()

        so.atomically(add)
        self.assertIn(self.only().touched, [("new",), ()])

    def test_an_object_that_was_only_read_is_named_without_a_key(self):
        interference = once(self.set, 5)

        def read_here_write_there():
            so.root["sum"] = self.box["n"]
            interference()

        so.atomically(read_here_write_there)
        self.assertEqual(("root['box']", ()), (self.only().path, self.only().touched))

    def test_a_transaction_doomed_on_its_way_is_counted(self):
        interference = once(self.set, 5)

        def read_again():
            self.box["other"] += 1
            interference()
            return self.box["n"]

        self.assertEqual(5, so.atomically(read_again))
        self.assertEqual((1, ("other",)), (self.only().count, self.only().touched))

    def doomed_at(self, operation):
        interference = once(self.set, 5)

        def read_and_touch():
            number = self.box["n"]
            interference()
            operation(number)

        so.atomically(read_and_touch)
        return self.only().touched

    def test_an_object_met_first_after_it_has_changed_is_no_conflict_until_it_is_read(self):
        accounts = so.root["accounts"] = so.share([])
        so.spawn(work.add_account, accounts).result()
        interference = once(lambda: so.spawn(work.set_both, self.box, accounts, 5).result())
        seen = []

        def look():
            number = self.box["n"]
            last = len(accounts) - 1
            interference()
            account = accounts[last]
            seen.append(number)
            return number, account.balance

        self.assertEqual((5, 5), so.atomically(look))
        self.assertEqual([0, 5], seen)

    def test_the_key_whose_assignment_doomed_it_is_named(self):
        self.assertEqual(("other",), self.doomed_at(lambda number: self.box.__setitem__("other", number)))

    def test_the_key_whose_reading_doomed_it_is_named(self):
        self.assertEqual(("other",), self.doomed_at(lambda number: self.box.get("other")))

    def test_the_attribute_at_which_it_was_doomed_is_named(self):
        account = Account("ann", 5)
        interference = once(setattr, account, "balance", 7)

        @so.atomic
        def deposit():
            number = account.balance
            interference()
            account.balance = number + 1

        deposit()
        self.assertEqual(("balance",), self.only().touched)

    def test_the_index_at_which_it_was_doomed_is_named(self):
        interference = once(self.box["l"].__setitem__, 0, 9)

        def change():
            number = self.box["l"][1]
            interference()
            self.box["l"][2] = number

        so.atomically(change)
        self.assertEqual((2,), self.only().touched)

    def test_transactions_that_gave_up_are_counted(self):
        with self.assertRaises(so.ConflictError):
            so.atomically(count, self.box, lambda: interfere(self.set, 5), retries=2)
        self.assertEqual(3, self.only().count)

    def test_or_else_is_named_by_its_functions(self):
        interference = once(self.set, 5)

        def first():
            so.retry()

        so.or_else(first, partial(count, self.box, interference))
        self.assertRegex(self.only().function, r"^or_else\(.*first, .*count\)$")

    def test_a_lambda_is_named_by_its_line(self):
        interference = once(self.set, 5)
        so.atomically(lambda: (self.box.update(n=1), interference()))
        self.assertRegex(self.only().function, r"<lambda> \(.*test_conflicts\.py:\d+\)$")

    def test_waiting_is_no_conflict(self):
        timer = threading.Timer(0.1, self.set, [5])
        timer.start()
        so.atomically(lambda: self.box["n"] or so.retry())
        timer.join()
        self.assertEqual(0, so.explain_conflicts().total)

    def test_exceptions_are_no_conflict(self):
        with self.assertRaises(ZeroDivisionError):
            so.atomically(lambda: self.box.update(n=1 / 0))
        self.assertEqual(0, so.explain_conflicts().total)

    def test_conflicts_of_workers_are_in_the_report(self):
        so.spawn(work.meet_a_conflict, self.box).result()
        self.assertEqual(6, self.box["n"])
        self.assertEqual("work_for_tests.meet_a_conflict.<locals>.up", self.only().function)

    def test_each_heap_has_its_own(self):
        count(self.box, once(self.set, 5))
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        with so.attach(os.path.join(folder.name, "heap"), size="16m") as heap:
            self.assertEqual(0, so.explain_conflicts().total)
            heap.root["n"] = 0
            count(heap.root, once(heap.root.update, {"n": 3}))
            self.assertEqual("root", so.explain_conflicts()[0].path)
        self.assertEqual("root['box']", self.only().path)

    def test_slices_are_reports_too(self):
        count(self.box, once(self.set, 5))
        self.assertEqual(str(so.explain_conflicts()), str(so.explain_conflicts()[:1]))

    def test_inside_a_transaction_it_is_refused(self):
        with self.assertRaises(RuntimeError):
            so.atomically(so.explain_conflicts)


if __name__ == "__main__":
    unittest.main()
