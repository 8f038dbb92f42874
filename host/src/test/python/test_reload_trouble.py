# SPDX-License-Identifier: Apache-2.0
"""New texts of classes that cannot be used, and whose text is the current one."""

import contextlib
import importlib
import io
import os
import pathlib
import sys
import tempfile
import threading
import unittest
import unittest.mock
import warnings

import shared_objects as so
from reloading_for_tests import (
    EXIT,
    LATER,
    NEEDED,
    NEEDING,
    define,
    here_only,
    importing_from,
    record_of,
    start,
    stop,
    there,
)
from shared_objects import _native
from shared_objects._classes import refreshing, registry

LONG = "PSO_LONG" in os.environ


class Interrupting:
    """The native module, with an interruption right after one of its functions."""

    def __init__(self, name):
        self.name = name

    def __getattr__(self, name):
        function = getattr(_native, name)
        return self.interrupted(function) if name == self.name else function

    def interrupted(self, function):
        def call(*args):
            function(*args)
            raise KeyboardInterrupt

        return call


def setUpModule():
    start()


def tearDownModule():
    """The last one of the modules that use the other interpreter."""
    stop()


class Trouble(unittest.TestCase):
    """What cannot be used leaves everything as it was."""

    def check_failed(self, instance, *parts):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            self.assertEqual(["one"] * 3, [instance.value() for _ in range(3)])
        self.assertEqual(1, len(caught), [str(each.message) for each in caught])
        for part in parts:
            self.assertIn(part, str(caught[0].message))

    def test_a_text_that_fails_leaves_the_class_and_its_helpers_whole(self):
        module = define("failing", 1)
        instance = module["Changing"](3)
        there("publish", "failing", "only there")
        self.check_failed(instance, "'failing'", "AttributeError", "only_there")
        self.assertEqual((1, 1, 4), (module["helper"](), instance.dropped(), len(instance)))
        there("publish", "failing", 2)
        self.assertEqual("two with helper 2", instance.value())

    def test_warnings_that_are_errors_do_not_reach_who_uses_an_instance(self):
        instance = define("strict", 1)["Changing"]()
        there("publish", "strict", "only there")
        with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()) as errors:
            warnings.simplefilter("error")
            self.assertEqual("one", instance.value())
        self.assertIn("'strict' cannot be used here", errors.getvalue())

    def test_a_text_that_its_subclasses_here_cannot_follow(self):
        module = define("unfollowed", "no default", "m: int")
        instance = module["Sub"](1, 2)
        there("publish", "unfollowed", "default")
        self.check_failed(instance, "'unfollowed'", "TypeError")
        self.assertEqual("one!", module["Sub"](m=4, n=3).more())

    def test_a_definition_that_subclasses_cannot_follow_is_refused_and_not_stored(self):
        module = define("refused", "no default", "m: int")
        with self.assertRaises(TypeError):
            define("refused", "default")
        self.assertEqual("one!", module["Sub"](m=4, n=3).more())
        self.assertNotIn("two", record_of("refused")["current"]["source"])

    def test_at_the_end_of_the_stack_the_text_waits(self):
        instance = define("deep", 1)["Changing"]()
        there("publish", "deep", 2)
        seen = []

        def down():
            try:
                down()
            except RecursionError:
                seen.append(instance.value())

        down()
        self.assertIn(seen[0], ("one", "two with helper 2"))
        end = threading.Event()
        while instance.value() == "one":
            end.wait(0.02)
        self.assertEqual(("two with helper 2", 2), (instance.value(), len(instance)))

    def test_threads_see_a_class_change_at_once(self):
        text = "m: int = 3"
        sub = define("threads", 1, text)["Sub"]
        ended, failures = threading.Event(), []

        def use():
            while not ended.is_set():
                made = repr(sub(1, m=5)).rpartition(".")[2]
                if made not in ("Sub(n=1, m=5)", "Sub(n=1, added=True, m=5)"):
                    failures.append(made)

        threads = [threading.Thread(target=use) for _ in range(2)]
        for thread in threads:
            thread.start()
        for number in range(8 if LONG else 2):
            there("publish", "threads", 1 + (number + 1) % 2, text, **{"First": str(number), "Second": str(number)})
            sub().value()
        ended.set()
        for thread in threads:
            thread.join()
        self.assertEqual([], failures)


    def test_an_exit_in_a_class_body_ends_nobody_who_uses_an_instance(self):
        instance = define("exit", 1)["Changing"]()
        with here_only():
            there("publish", "exit", EXIT)
            self.check_failed(instance, "'exit'", "SystemExit")
        there("publish", "exit", 2)
        self.assertEqual("two with helper 2", instance.value())

    def test_a_text_whose_class_for_later_cannot_be_loaded_is_run_once(self):
        instance = define("later", 1)["Changing"]()
        with here_only() as runs:
            there("publish", "later", LATER)
            self.check_failed(instance, "'later'", "ImportError")
            there("publish", "unrelated", 1)
            there("publish", "unrelated", 2)
            self.assertEqual("one", instance.value())
        self.assertEqual(2, len(runs), "once for each time that any class has changed")

    def test_classes_that_change_together_do_so_beside_one_that_fails(self):
        module, failing = define("pair", "no default", "m: int"), define("beside", "no default", "m: int")
        there("publish", "beside", "default")
        there("publish", "pair", "default", "m: int = 1")
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            self.assertEqual("one!", failing["Sub"](m=1, n=2).more())
            self.assertEqual("two!", module["Sub"]().more())
        self.assertEqual(1, len(caught), [str(each.message) for each in caught])

    def test_an_interruption_after_the_change_leaves_it_whole(self):
        module = define("interrupted", 1)
        instance = module["Changing"]()
        instance.value()
        there("publish", "interrupted", 2)
        with unittest.mock.patch.object(refreshing, "_native", Interrupting("at_once")), self.assertRaises(KeyboardInterrupt):
            instance.value()
        self.assertEqual(2, module["helper"]())
        end = threading.Event()
        while instance.value() == "one":
            end.wait(0.02)
        self.assertEqual(("two with helper 2", 2), (instance.value(), module["helper"]()))

    def test_an_interruption_after_a_text_was_stored_does_not_hide_it(self):
        instance = define("stored", 1)["Changing"]()
        self.assertEqual("one", there("call", instance, "value"))
        outside = registry.outside

        def interrupted(function, *args):
            result = outside(function, *args)
            if function is registry._claim:
                raise KeyboardInterrupt
            return result

        with unittest.mock.patch.object(registry, "outside", interrupted), self.assertRaises(KeyboardInterrupt):
            define("stored", 2)
        self.assertEqual("two with helper 2", there("call", instance, "value"))
        self.assertEqual("two with helper 2", instance.value())

    def test_a_module_that_shares_a_class_is_imported_while_a_text_that_needs_it_comes(self):
        with tempfile.TemporaryDirectory() as folder, importing_from(folder):
            pathlib.Path(folder, "needed_by_text.py").write_text(NEEDED)
            instance = define("needs module", 1)["Changing"]()
            there("publish_from", folder, "needs module", NEEDING)
            sys.slow = threading.Event()
            try:
                values = []
                threads = [
                    threading.Thread(target=importlib.import_module, args=("needed_by_text",), daemon=True),
                    threading.Thread(target=lambda: values.append(instance.value()), daemon=True),
                ]
                threads[0].start()
                sys.slow.wait(60)
                threads[1].start()
                for thread in threads:
                    thread.join(60)
                self.assertEqual([3], values)
            finally:
                del sys.slow


class Who(unittest.TestCase):
    """Whose text is the current one."""

    def test_an_unchanged_text_is_not_stored_again(self):
        cls = define("unchanged", 1)["Changing"]
        there("publish", "unchanged", 2)
        edition = record_of("unchanged")["current"]["edition"]
        self.assertIs(cls, define("unchanged", 1)["Changing"])
        self.assertEqual("two with helper 2", cls().value())
        there("publish", "unchanged", 2)
        self.assertEqual(edition, record_of("unchanged")["current"]["edition"])

    def test_an_edit_can_be_taken_back(self):
        instance = define("taken back", 1)["Changing"]()
        define("taken back", 2)
        self.assertEqual("two with helper 2", there("call", instance, "value"))
        define("taken back", 1)
        self.assertEqual("one", there("call", instance, "value"))
        self.assertEqual("one", instance.value())

    def test_who_comes_with_an_earlier_text_gets_the_newest_one_and_is_told(self):
        define("earlier", 1)
        instance = define("earlier", 2)["Changing"]()
        value, told = there("use_of_own_text", "earlier", 1)
        self.assertEqual("two with helper 2", value)
        self.assertEqual(1, len(told), told)
        self.assertIn("newer text", told[0])
        self.assertEqual("two with helper 2", instance.value())

    def test_each_heap_has_its_texts_and_the_last_one_counts(self):
        cls = define("heaps", 1)["Changing"]
        here = cls()
        with tempfile.TemporaryDirectory() as folder, so.attach(os.path.join(folder, "heap"), size="16m") as heap:
            beyond = cls()
            self.assertEqual(["one", "one"], [here.value(), beyond.value()])
            there("publish_in", heap.path, "heaps", 2)
            self.assertEqual("one", here.value())
            self.assertEqual(["two with helper 2"] * 4, [each.value() for each in (beyond, here, beyond, here)])
            there("publish", "heaps", 2, **{"return 2": "return 3"})
            self.assertEqual(["two with helper 3"] * 3, [each.value() for each in (here, beyond, here)])

    def test_a_text_that_came_while_the_heap_was_not_attached(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "heap")
            with so.attach(path, size="16m") as heap:
                cls = define("detached", 1)["Changing"]
                heap.root["instance"] = cls()
            there("publish_in", path, "detached", 2)
            with so.attach(path) as heap:
                instance = heap.root["instance"]
                self.assertEqual(["two with helper 2"] * 2, [instance.value() for _ in range(2)])

    def test_an_instance_made_where_the_class_has_a_newer_text(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "heap")
            with so.attach(path, size="16m"):
                cls = define("made there", 1)["Changing"]
                cls()
            there("publish_in", path, "made there", 2)
            with so.attach(path):
                self.assertEqual("two with helper 2", cls().value())

    def test_a_program_that_was_edited_finds_instances_of_before(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "heap")
            with so.attach(path, size="16m") as heap:
                heap.root["instance"] = define("edited", 1)["Changing"]()
            define("edited", 2)
            with so.attach(path) as heap:
                self.assertEqual("two with helper 2", heap.root["instance"].value())
            self.assertEqual("two with helper 2", there("instance_in", path))

    @unittest.skipUnless(LONG, "takes long; test_bounded has the side that defines")
    def test_many_texts_leave_no_trace(self):
        instance = define("many", 1)["Changing"]()
        live = []
        for _ in range(3):
            there("publish_many", "many", 3000)
            self.assertIn("number", instance.value())
            so.gc.collect()
            so.gc.collect()
            live.append(so.stats()["live_bytes"])
        self.assertLess(live[2], live[1] + 64 * 1024)


if __name__ == "__main__":
    unittest.main()
