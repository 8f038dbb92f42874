# SPDX-License-Identifier: Apache-2.0
import contextlib
import gc
import os
import tempfile
import time
import unittest
import weakref

import shared_objects as so
from shared_objects._classes import registry


class Attach(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "heap")

    def test_what_was_stored_is_there_after_attaching_again(self):
        with so.attach(self.path, size="16m") as heap:
            heap.root["a"] = {"b": [1, 2**100, "x"]}
        with so.attach(self.path) as heap:
            self.assertEqual({"a": {"b": [1, 2**100, "x"]}}, heap.root)
            self.assertEqual(self.path, heap.path)
            self.assertLessEqual(heap.used, heap.size)

    def test_new_objects_go_to_the_heap_of_the_with_block(self):
        with so.attach(self.path, size=1 << 24) as heap:
            heap.root["l"] = inside = so.share([1])
            self.assertIs(inside, heap.root["l"])
            self.assertNotIn("l", so.root)
        so.root["mine"] = so.share([1])
        del so.root["mine"]

    def test_it_can_be_closed_in_its_with_block(self):
        with so.attach(self.path, size="16m") as heap:
            heap.close()
        so.share([])

    def test_closing_again_does_nothing(self):
        with so.attach(self.path, size="16m") as heap:
            heap.root["a"] = 1
        heap.close()
        heap.close()
        with self.assertRaises(so.DetachedError):
            heap.root

    def test_what_is_under_way_when_the_heap_is_closed_comes_to_its_end(self):
        heap = so.attach(self.path, size="16m")

        @so.shared
        class Key:
            closes: bool = False

            def __hash__(self):
                return 1

            def __eq__(self, other):
                if self.closes or other.closes:
                    heap.close()
                return False

        with heap:
            heap.root["d"] = numbers = so.share({})
            numbers[Key()] = 1
            with contextlib.suppress(so.DetachedError):
                numbers[Key(closes=True)] = 2
            with self.assertRaises(so.DetachedError):
                numbers.clear()
        with so.attach(self.path) as heap:
            self.assertEqual([1, 2], [*heap.root["d"].values(), 2][:2])

    def test_nothing_is_kept_of_the_classes_of_a_closed_heap(self):
        with so.attach(self.path, size="16m") as heap:
            heap.root["event"] = so.Event()
            known = weakref.ref(registry.table())
            self.assertIs(so.Event, known().classes[known().ids[so.Event]])
        end = time.monotonic() + 20
        while known() is not None:
            self.assertLess(time.monotonic(), end)
            gc.collect()

    @unittest.skipUnless(os.path.exists("/proc/self/maps"), "the system does not tell what is mapped")
    def test_a_heap_that_nobody_holds_is_detached_though_it_was_not_closed(self):
        def attach_and_forget():
            heap = so.attach(self.path)
            heap.root["l"] = [1]
            return heap.root["l"]

        def attach_and_forget_some():  # frames keep what they have computed last
            for _ in range(3):
                attach_and_forget()

        def wait_until_mapped(times):
            end = time.monotonic() + 20
            while self.times_mapped() > times:
                self.assertLess(time.monotonic(), end)
                gc.collect()

        so.attach(self.path, size="16m").close()
        held = attach_and_forget()
        attach_and_forget_some()
        wait_until_mapped(1)
        held.append(2)
        self.assertEqual([1, 2], held)
        del held
        wait_until_mapped(0)

    @unittest.skipUnless(os.path.exists("/proc/self/task"), "the system does not tell how many threads there are")
    def test_heaps_that_nobody_holds_do_not_pile_up(self):
        so.attach(self.path, size="16m").close()
        before = len(os.listdir("/proc/self/task"))
        for _ in range(100):
            so.attach(self.path).root["l"] = [1]
        self.assertLess(len(os.listdir("/proc/self/task")) - before, 50)

    def times_mapped(self):
        with open("/proc/self/maps", encoding="utf-8") as maps:
            return sum(line.rstrip().endswith(self.path) for line in maps)

    def test_share_copies_in(self):
        heap = so.attach(self.path, size="16m")
        self.addCleanup(heap.close)
        heap.root["l"] = heap.share([1])
        self.assertEqual([1], heap.root["l"])

    def test_all_methods_work_on_objects_of_a_heap_that_is_not_the_current_one(self):
        heap = so.attach(self.path, size="16m")
        self.addCleanup(heap.close)
        values, items = heap.share([3, 1, 2]), heap.share({"a": 1})
        values.sort()
        values.insert(0, [5])
        values.reverse()
        self.assertEqual([3, 2, 1, [5]], values)
        self.assertEqual(values, so.share([3, 2, 1, [5]]))
        items |= {"b": [1]}
        self.assertEqual({"a": 1, "b": [1]}, items)

    def test_queues_and_events_of_another_heap(self):
        with so.attach(self.path, size="16m") as heap:
            heap.root["queue"], heap.root["event"] = so.Queue(1), so.Event()
        heap = so.attach(self.path)
        self.addCleanup(heap.close)
        queue, event = heap.root["queue"], heap.root["event"]
        queue.put([1])
        self.assertTrue(queue.full())
        self.assertEqual([1], queue.get())
        event.set()
        self.assertTrue(event.wait(1))

    def test_an_object_of_another_heap_is_refused(self):
        mine = so.share([1])
        with so.attach(self.path, size="16m") as heap:
            with self.assertRaises(so.NotShareableError):
                heap.root["bad"] = mine
            theirs = heap.share([2])
            with self.assertRaises(so.NotShareableError):
                so.root["bad"] = theirs

    def test_after_leaving_objects_are_detached(self):
        with so.attach(self.path, size="16m") as heap:
            values, table, elements = heap.share([1]), heap.share({1: 2}), heap.share({1})
        for action in (
            lambda: values[0],
            lambda: len(values),
            lambda: values.append(1),
            lambda: values.extend([1]),
            lambda: values.copy(),
            lambda: repr(table.items()),
            lambda: list(table),
            lambda: elements | {2},
            lambda: heap.root,
        ):
            with self.assertRaises(so.DetachedError):
                action()

    def test_a_name_that_is_too_long_and_a_size_nobody_has_are_refused(self):
        with self.assertRaisesRegex(ValueError, "longer than 255 bytes"):
            so.attach("ä" * 200, size="16m")
        with self.assertRaisesRegex(ValueError, "more than any machine"):
            so.attach("too large", size=2**70)

    def test_a_missing_heap(self):
        with self.assertRaises(FileNotFoundError):
            so.attach(self.path)
        with self.assertRaises(FileNotFoundError):
            so.attach(self.path, size="16m", create=False)

    def test_random_bytes_are_no_heap_and_stay(self):
        data = os.urandom(1 << 20)
        with open(self.path, "wb") as file:
            file.write(data)
        with self.assertRaises(so.HeapCorruptError):
            so.attach(self.path)
        with open(self.path, "rb") as file:
            self.assertEqual(data, file.read())

    def test_a_short_file_is_no_heap(self):
        with open(self.path, "wb") as file:
            file.write(b"abc")
        with self.assertRaises(so.HeapCorruptError):
            so.attach(self.path)

    def test_sizes(self):
        for size, error in (("many", ValueError), (0, ValueError), (1.5, TypeError)):
            with self.assertRaises(error):
                so.attach(self.path, size=size)

    def test_classes_are_known_in_every_heap(self):
        from shapes_for_tests import Savings

        with so.attach(self.path, size="16m") as heap:
            heap.root["s"] = Savings("sam", 3)
            self.assertIs(Savings, type(heap.root["s"]))
        with so.attach(self.path) as heap:
            self.assertEqual((3, "SAM!"), (heap.root["s"].balance, heap.root["s"].shout()))

    def test_a_full_heap_says_so_and_is_unchanged(self):
        with so.attach(self.path, size="4m") as heap:
            heap.root["kept"] = 1
            with self.assertRaises(so.HeapFullError):
                heap.root["big"] = ["x" * 1000 + str(number) for number in range(10_000)]
            self.assertEqual({"kept": 1}, heap.root)

    def test_stores_and_appends_wait_for_room_in_a_heap_full_of_garbage(self):
        @so.shared
        class Holder:
            text: str = ""

        with so.attach(self.path, size="4m") as heap:
            root = heap.root
            root["d"], root["l"], root["h"] = {}, [None], Holder()
            d, l, h = root["d"], root["l"], root["h"]
            for number in range(400):
                text = f"{number}" * 40_000
                d["t"] = text
                l[0] = [text]
                l.append(text)
                l.pop()
                h.text = text
            self.assertEqual((text, [[text]], text), (d["t"], l, h.text))

    def test_transactions_and_updates_wait_for_room_in_a_heap_full_of_garbage(self):
        @so.atomic
        def replace(root, text):
            root["t"] = [text]

        with so.attach(self.path, size="4m") as heap:
            for number in range(200):
                text = f"{number}" * 40_000
                replace(heap.root, text)
                heap.root.update({"u": text})
            self.assertEqual([text], heap.root["t"])
            self.assertEqual(text, heap.root["u"])

    def test_the_hosts_heap_is_not_closed(self):
        with self.assertRaises(RuntimeError):
            so.heap.close()
        self.assertIsInstance(so.heaps(), list)


if __name__ == "__main__":
    unittest.main()
