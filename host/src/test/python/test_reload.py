# SPDX-License-Identifier: Apache-2.0
"""New texts of classes reach the interpreters that use them, at their next use of an instance."""

import contextlib
import io
import os
import pathlib
import subprocess
import tempfile
import threading
import unittest
import warnings

import shared_objects as so
from reloading_for_tests import ask, define, serve, use_of_own_text
from shared_objects import _native

LONG = os.environ.get("PSO_LONG") == "1"
PSO = str(pathlib.Path(__file__).resolve().parents[4] / "pso")
OTHER_PROCESS = """
import shared_objects as so
from reloading_for_tests import define
with so.attach({0!r}) as heap:
    print(heap.root["instance"].value())
    define("processes", 2)
"""


def record_of(key):
    return next(record for record in _native.system()["python.classes"].values() if record["key"] == key)


def setUpModule():
    global other
    other = so.spawn(serve)


def tearDownModule():
    so.root["job"] = "end"
    other.result()


def there(name, *args, **words):
    """Call a function in the other interpreter."""
    outcome, result = ask(name, *args, **words)
    if outcome != "done":
        raise AssertionError(result)
    return result


class Reload(unittest.TestCase):
    def test_the_next_call_has_the_new_text_and_its_helpers(self):
        cls = define("next call", 1)["Changing"]
        instance = cls(7)
        self.assertEqual("one", instance.value())
        there("publish", "next call", 2)
        self.assertEqual("two with helper 2", instance.value())
        self.assertEqual((7, True, 8), (instance.n, instance.added, instance.computed))
        self.assertFalse(hasattr(instance, "dropped"))
        self.assertIs(cls, type(instance))
        self.assertIsInstance(instance, cls)
        self.assertEqual(([cls], "Second."), (cls.made(), cls.__doc__))
        self.assertEqual(repr(cls(1, False)), repr(cls(n=1, added=False)))

    def test_each_way_to_use_an_instance_brings_the_new_text(self):
        uses = {
            "field": (lambda instance: instance.n, 0),
            "method": (lambda instance: instance.value(), "two with helper 2"),
            "assignment": (lambda instance: setattr(instance, "n", 0), None),
            "creation": (lambda instance: type(instance)().n, 0),
            "transaction": (lambda instance: so.atomically(lambda: instance.value()), "two with helper 2"),
        }
        for name, (use, expected) in uses.items():
            with self.subTest(name):
                cls = define(name, 1)["Changing"]
                instance = cls()
                there("publish", name, 2)
                self.assertEqual(expected, use(instance))
                self.assertEqual("Second.", cls.__doc__)

    def test_an_operator_whose_method_uses_a_field_has_the_new_text_the_next_time(self):
        instance = define("operator", 1)["Changing"]()
        there("publish", "operator", 2)
        self.assertEqual([1, 2], [len(instance), len(instance)])

    def test_one_that_has_waited_has_the_new_text(self):
        instance = so.root["instance"] = define("waiting", 1)["Changing"]()
        self.assertEqual("one", there("call", instance, "value"))
        define("waiting", 2)
        self.assertEqual("two with helper 2", there("call", instance, "value"))

    @unittest.skipUnless(LONG, "starts a process; another mapping of the same file is what each_heap has")
    def test_another_process(self):
        with tempfile.TemporaryDirectory() as folder, so.attach(os.path.join(folder, "heap"), size="16m") as heap:
            instance = heap.root["instance"] = define("processes", 1)["Changing"]()
            environment = {**os.environ, "PYTHONPATH": os.path.dirname(__file__), "PSO_RESIDENT": "off"}
            words = [PSO, "--jit=off", "-c", OTHER_PROCESS.format(heap.path)]
            done = subprocess.run(words, capture_output=True, text=True, timeout=120, env=environment)
            self.assertEqual((0, "one\n"), (done.returncode, done.stdout), done.stderr)
            self.assertEqual("two with helper 2", instance.value())

    def test_a_running_generator_ends_with_its_text(self):
        instance = define("running", 1)["Changing"]()
        steps = instance.steps()
        next(steps)
        there("publish", "running", 2)
        self.assertEqual(["two"], list(instance.steps()))
        self.assertEqual(["one"], list(steps))

    def test_methods_keep_the_globals_of_their_module(self):
        module = define("globals", 1)
        instance = module["Changing"]()
        instance.value()
        there("publish", "globals", 2)
        instance.value()
        self.assertEqual(([1, 1], 2), (module["calls"], module["helper"]()))
        self.assertIs(module, type(instance).value.__globals__)

    def test_subclasses_follow(self):
        sub = define("subclassed", 1, "m: int = 3")["Sub"]
        instance = sub(1, 2)
        there("publish", "subclassed", 2, "m: int = 3")
        self.assertEqual("two with helper 2!", instance.more())
        self.assertEqual("Sub(n=1, added=False, m=4)", repr(sub(1, False, 4)).rpartition(".")[2])

    def test_base_and_subclass_that_change_together(self):
        sub = define("together", "no default", "m: int")["Sub"]
        there("publish", "together", "default", "m: int = 1")
        self.assertEqual("two!", sub().more())

    def test_a_changed_helper_alone_is_a_new_text(self):
        instance = define("helper", 2)["Changing"]()
        there("publish", "helper", 2, **{"return 2": "return 3"})
        self.assertEqual("two with helper 3", instance.value())

    def test_a_module_keeps_its_own_constants_and_classes_that_travelled_get_new_ones(self):
        module = define("constant", "constant")
        cls, seen = module["Changing"], module["Changing"].seen
        there("publish", "constant", "constant", here="elsewhere")
        self.assertEqual(("here", "here"), (cls().place(), module["PLACE"]))
        self.assertIs(seen, cls.seen)
        instance = define("travelled", "constant")["Changing"]()
        self.assertEqual("here", there("call", instance, "place"))
        define("travelled", "constant", here="moved")
        self.assertEqual("moved", there("call", instance, "place"))

    def test_plain_copies_have_the_new_text(self):
        instance = define("copied", 1)["Changing"]()
        self.assertEqual("one", so.copy(instance).value())
        there("publish", "copied", 2)
        self.assertEqual("two with helper 2", instance.value())
        self.assertEqual("two with helper 2", so.copy(instance).value())

    def test_a_transaction_keeps_the_text_it_has_begun_with(self):
        instance = define("transaction", 1)["Changing"]()
        published = threading.Event()

        def publish():
            there("publish", "transaction", 2)
            published.set()

        @so.atomic
        def look():
            before = instance.value()
            if not published.is_set():
                other.start()
                published.wait(60)
            return before, instance.value()

        other = threading.Thread(target=publish)
        values = look()
        other.join()
        self.assertIn(values, [("one", "one"), ("two with helper 2", "two with helper 2")])
        self.assertEqual("two with helper 2", look()[0])


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
        for number in range(4):
            there("publish", "threads", 1 + (number + 1) % 2, text, **{"First": str(number), "Second": str(number)})
            sub().value()
        ended.set()
        for thread in threads:
            thread.join()
        self.assertEqual([], failures)


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
        value, told = so.spawn(use_of_own_text, "earlier", 1).result()
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
