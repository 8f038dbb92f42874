# SPDX-License-Identifier: Apache-2.0
import os
import tempfile
import threading
import time
import unittest

import shared_objects as so
from nodes_for_tests import Node, text
from shared_objects import _native

MEGABYTE = 1 << 20


class StatsTest(unittest.TestCase):
    def setUp(self):
        so.root.clear()

    def test_memory(self):
        before = so.stats()
        so.root["much"] = b"x" * MEGABYTE
        after = so.stats()
        self.assertGreaterEqual(after["allocated_bytes"], before["allocated_bytes"])
        self.assertLessEqual(after["allocated_bytes"] + after["free_bytes"], after["used_bytes"])
        self.assertLessEqual(after["used_bytes"], after["size_bytes"])
        self.assertEqual(after["size_bytes"], so.heap.size)

    def test_lag_of_the_collector(self):
        so.gc.collect()
        stats = so.stats()
        self.assertLess(stats["lag"], 60)
        self.assertGreater(stats["live_bytes"], 0)
        self.assertEqual(stats["given_up"], 0)
        self.assertEqual(stats["delays"], [])

    def test_processes(self):
        held = so.list([1])
        stats = so.stats()
        (own,) = (each for each in stats["processes"] if each["self"])
        self.assertEqual(own["pid"], os.getpid())
        self.assertGreaterEqual(own["handles"], 1)
        self.assertGreaterEqual(stats["interpreter_handles"], 1)
        self.assertLessEqual(stats["interpreter_handles"], stats["handles"])
        del held

    def test_by_kind_and_by_class(self):
        so.root["nodes"] = [Node(text(i)) for i in range(100)]
        so.root["large"] = list(range(10_000))
        kinds = so.stats(by="kind")["kinds"]
        self.assertGreaterEqual(kinds["instance"]["objects"], 100)
        self.assertGreaterEqual(kinds["str"]["objects"], 100)
        self.assertGreaterEqual(kinds["list"]["bytes"], 80_000)
        classes = so.stats(by="class")["classes"]
        (name,) = (each for each in classes if each.endswith(".Node"))
        self.assertGreaterEqual(classes[name]["objects"], 100)
        self.assertNotIn("kinds", so.stats())
        with self.assertRaises(ValueError):
            so.stats(by="size")

    def test_operations_of_threads_that_overlap_without_an_end_delay_nobody(self):
        end = threading.Event()

        class Slow:
            def __eq__(self, other):
                time.sleep(0.2)
                return False

        def look(thread):
            time.sleep(thread / 20)
            while not end.is_set():
                Slow() in so.root["list"]

        so.root["list"] = [1]
        threads = [threading.Thread(target=look, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        try:
            time.sleep(0.3)
            before = so.stats()["collections"]
            so.gc.collect()
            stats = so.stats()
            self.assertGreater(stats["collections"], before)
            self.assertEqual(stats["given_up"], 0)
        finally:
            end.set()
            for thread in threads:
                thread.join()

    def test_who_delays_release(self):
        inside, end = threading.Event(), threading.Event()

        class Slow:
            def __eq__(self, other):
                inside.set()
                end.wait()
                return False

        so.root["list"] = [1]
        thread = threading.Thread(target=lambda: Slow() in so.root["list"])
        idle = [threading.Thread(target=lambda: (len(so.root), end.wait())) for _ in range(3)]
        for each in thread, *idle:
            each.start()
        inside.wait()
        try:
            self.assertEqual(_native.gc_collect(False), 0)
            stats = so.stats()
        finally:
            end.set()
            for each in thread, *idle:
                each.join()
        self.assertGreater(stats["given_up"], 0)
        (delay,) = stats["delays"]
        self.assertTrue(delay["self"])
        self.assertEqual(delay["threads"], 1)
        self.assertRegex(delay["description"], r"^process \d+ \(this one\): a thread is in an operation$")


class PathsTest(unittest.TestCase):
    def setUp(self):
        so.root.clear()

    def test_ways_from_the_root(self):
        target = Node("target")
        so.root["a"] = [1, {"key": target}]
        so.root["node"] = Node("first", target)
        so.root["tuple"] = (0, target)
        self.assertEqual(
            so.gc.paths(target), ["root['node'].link", "root['tuple'][1]", "root['a'][1]['key']"]
        )
        self.assertEqual(so.gc.paths(target, limit=1), ["root['node'].link"])
        self.assertEqual(so.gc.paths(so.root), ["root"])

    def test_each_path_leads_there(self):
        target = so.list([7])
        so.root["large"] = [*range(1000), target]
        so.root["dict"] = {i: [i] for i in range(500)} | {text(1)[:50]: target}
        for path in so.gc.paths(target):
            self.assertIs(eval(path, {"root": so.root}), target, path)

    def test_what_only_variables_hold(self):
        target = so.list([1])
        outer = Node("outer", target)
        own = f"<process {os.getpid()}>"
        self.assertEqual(sorted(so.gc.paths(target)), [own, own + ".link"])
        del outer

    def test_refusals(self):
        for thing in (1, "text", [1], None):
            with self.assertRaises(TypeError):
                so.gc.paths(thing)
        with self.assertRaises(ValueError):
            so.gc.paths(so.root, limit=0)

    def test_of_another_heap(self):
        with tempfile.TemporaryDirectory() as folder, so.attach(os.path.join(folder, "h"), size="16m") as heap:
            heap.root["x"] = [1]
            self.assertEqual(so.gc.paths(heap.root["x"]), ["root['x']"])


if __name__ == "__main__":
    unittest.main()
