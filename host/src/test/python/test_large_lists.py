# SPDX-License-Identifier: Apache-2.0
import operator
import threading
import unittest

import shared_objects as so


class LargeInTransactions(unittest.TestCase):
    def setUp(self):
        self.list = so.share([0] * 2000)
        so.explain_conflicts(reset=True)

    def interfere(self, action):
        thread = threading.Thread(target=action)
        thread.start()
        thread.join()

    def test_elements_far_apart_do_not_conflict(self):
        @so.atomic
        def count(index, interference):
            self.list[index] += 1
            interference()

        def other():
            self.list[1500] += 1
            self.list.append(1)

        count(3, lambda: self.interfere(other))
        self.assertEqual([1, 1, 1], [self.list[3], self.list[1500], self.list[-1]])
        self.assertEqual(0, so.explain_conflicts().total)

    def test_conflicts_name_the_index_in_the_list(self):
        so.root["large"] = self.list
        left = [1]

        @so.atomic
        def count(index):
            self.list[index] += 1
            if left and left.pop():
                self.interfere(lambda: operator.setitem(self.list, 1500, 7))

        count(1501)
        (record,) = so.explain_conflicts()
        self.assertIs(self.list, record.object)
        self.assertEqual(("list", "root['large']", (1501,)), (record.type, record.path, record.touched))

    def test_bulk_operations_are_one_step(self):
        @so.atomic
        def halve(fail):
            self.list[:] = [*range(1000)] * 3
            del self.list[500:]
            self.list.sort(reverse=True)
            self.list.insert(0, "first")
            self.list.extend(range(1000))
            self.assertEqual(1501, len(self.list))
            self.assertEqual("first", self.list[0])
            if fail:
                raise KeyError

        with self.assertRaises(KeyError):
            halve(True)
        self.assertEqual([0] * 2000, self.list)
        halve(False)
        self.assertEqual(["first", *range(499, -1, -1), *range(1000)], self.list)

    def test_counting_every_element_in_compiled_code(self):
        @so.atomic
        def count_all():
            for i in range(len(self.list)):
                self.list[i] += 1

        for _ in range(200):
            count_all()
            self.assertEqual(2000, len(self.list))
        for i in range(2000):
            self.list[i] = self.list[i] + 1
        self.assertEqual([201] * 2000, self.list)
        self.assertEqual(201 * 2000, sum(self.list))


class LargeByTheShortWay(unittest.TestCase):
    """Each place of the program that is used here has been to the same chunk before."""

    def setUp(self):
        self.native = [*range(1_500)]
        self.list = so.share(self.native)

    def append(self, value):
        self.list.append(value)
        self.native.append(value)

    def check(self):
        for _ in range(2):
            self.assertEqual(self.native, [self.list[n] for n in range(len(self.list))])
        self.assertEqual(self.native, [*self.list])
        self.assertEqual(self.native[-1:], [self.list[-1]] if self.native else [])
        with self.assertRaises(IndexError):
            self.list[len(self.list)]

    def test_elements_and_appends_while_it_shrinks_and_grows(self):
        self.check()
        for size in (1_280, 1_279, 1, 0, 700, 1_536, 100):
            del self.list[size:], self.native[size:]
            self.check()
            for n in range(600):
                self.append(n)
            self.check()
        while self.list:
            self.assertEqual(self.native.pop(), self.list.pop())
        self.append(1)
        self.check()

    def test_writing(self):
        for n in range(1_500):
            self.list[n] = self.native[n] = -n
        self.check()

    def test_several_lists(self):
        lists = [so.share([m] * 1_000) for m in range(5)]
        for _ in range(3):
            for n in range(1_000):
                self.assertEqual([0, 1, 2, 3, 4], [each[n] for each in lists])

    def test_in_transactions(self):
        @so.atomic
        def swap(a, b):
            self.list[a], self.list[b] = self.list[b], self.list[a]
            self.assertEqual(self.native[a], self.list[b])

        for a in range(750):
            swap(a, 1_499 - a)
        self.native.reverse()
        self.check()

    def test_one_that_becomes_large_in_a_transaction_that_is_undone(self):
        growing = so.share([0] * 500)

        @so.atomic
        def grow():
            for n in range(1_000):
                growing.append(n)
            self.assertEqual(999, growing[1_499])
            raise ZeroDivisionError

        for _ in range(3):
            self.assertRaises(ZeroDivisionError, grow)
            self.assertEqual((500, 0), (len(growing), growing[499]))
            with self.assertRaises(IndexError):
                growing[500]


if __name__ == "__main__":
    unittest.main()
