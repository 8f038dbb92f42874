# SPDX-License-Identifier: Apache-2.0
"""New texts of classes reach the interpreters that use them, at their next use of an instance."""

import dataclasses
import importlib
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest

import shared_objects as so
from pso_for_tests import PSO
from reloading_for_tests import (
    AT_ONCE,
    GETTER,
    IN_BETWEEN,
    IN_BODY,
    IN_FUNCTION,
    SLOTS,
    TEXTS,
    UNUSED,
    WITH_HELPERS,
    define,
    importing_from,
    record_of,
    start,
    there,
)
from shared_objects import _transactions

LONG = "PSO_LONG" in os.environ
OTHER_PROCESS = """
import shared_objects as so
from reloading_for_tests import define
with so.attach({0!r}) as heap:
    print(heap.root["instance"].value())
    define("processes", 2)
"""


def setUpModule():
    start()


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

    def test_an_exception_that_is_being_handled_stays_the_one(self):
        instance = define("handled", 1)["Changing"]()
        text = "@so.shared(name=KEY)\nclass Changing:\n    try:\n        raise KeyError\n    except KeyError:\n        pass\n"
        there("publish", "handled", text)
        with self.assertRaises(ValueError):
            try:
                raise ValueError
            except ValueError:
                self.assertFalse(hasattr(instance, "value"))
                raise

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

    def test_plain_copies_of_a_subclass_have_the_new_text_of_its_base(self):
        instance = define("copied sub", 1, "m: int = 1")["Sub"]()
        self.assertEqual("one!", so.copy(instance).more())
        there("publish", "copied sub", 2, "m: int = 1")
        self.assertEqual("two with helper 2!", instance.more())
        self.assertEqual("two with helper 2!", so.copy(instance).more())

    def test_a_transaction_left_for_a_while_keeps_its_text(self):
        instance = define("left", 1)["Changing"]()
        published = []

        @so.atomic
        def look():
            before = instance.value()
            if not published:
                thread = threading.Thread(target=there, args=("publish", "left", 2))
                thread.start()
                thread.join()
                published.append(True)
            return before, _transactions.outside(instance.value), instance.value()

        self.assertIn(look(), [("one",) * 3, ("two with helper 2",) * 3])

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


class Names(unittest.TestCase):
    """What becomes of the other names of a module."""

    def test_a_comment_above_them_leaves_helpers_alone(self):
        with tempfile.TemporaryDirectory() as folder, importing_from(folder):
            file = pathlib.Path(folder, "with_comment.py")
            file.write_text(WITH_HELPERS)
            module = importlib.import_module("with_comment")
            instance, error, count = module.Changing(), module.Failed, module.count
            file.write_text("# A comment.\n" + WITH_HELPERS.replace("Failed(1)", "Failed(2)"))
            there("load", folder, "with_comment")
            for number in (1, 2):
                with self.assertRaises(error) as caught:
                    instance.value()
                self.assertEqual((2, number), (*caught.exception.args, count.n))
            self.assertEqual((error, count), (module.Failed, module.count))

    def test_a_helper_that_the_text_before_did_not_use(self):
        instance = define("unused", UNUSED + TEXTS["default"])["Changing"]()
        self.assertEqual("two", instance.value())
        there("publish", "unused", UNUSED.replace("1", "2") + TEXTS["default"].replace('"two"', "helper()"))
        self.assertEqual(2, instance.value())

    def test_methods_have_their_helpers_while_a_new_text_runs(self):
        module = define("running text", 1, dropped="other")
        instance = module["Changing"]()
        sys.in_body = instance.other
        there("publish", "running text", IN_BODY)
        try:
            self.assertEqual("new with 1 and 2", instance.value())
        finally:
            del sys.in_body

    def test_a_class_statement_has_the_new_helpers_that_it_calls(self):
        text = "def deeper():\n    return 1\n\ndef helper():\n    return deeper()\n" + AT_ONCE
        instance = define("at once", text)["Changing"]()
        there("publish", "at once", text.replace("1", "2"))
        self.assertEqual(2, instance.value())

    def test_a_class_of_a_function_keeps_its_constant(self):
        instance = define("in function", IN_FUNCTION)["Changing"]()
        there("publish", "in function", IN_FUNCTION, here="elsewhere")
        self.assertEqual(["here 1"] * 2, [instance.place() for _ in range(2)])
        there("publish", "in function", IN_FUNCTION, **{"return 1": "return 2"})
        self.assertEqual("here 2", instance.place())

    def test_a_constant_that_is_not_itself_is_no_new_text(self):
        text = 'PLACE = float("nan")\nALL = [PLACE]\n' + TEXTS["constant"].split("\n", 2)[2].replace("PLACE", "PLACE, ALL")
        define("nan", text)
        edition = record_of("nan")["current"]["edition"]
        there("publish", "nan", text)
        there("publish", "nan", text)
        self.assertEqual(edition, record_of("nan")["current"]["edition"])


class Slots(unittest.TestCase):
    """What attributes are asked for and set by from the first time on."""

    def test_missing_attributes_are_given_by_the_new_text(self):
        instance = define("getter", 1)["Changing"]()

        def get():
            return instance.dropped()

        self.assertEqual(1, get())
        there("publish", "getter", GETTER)
        self.assertEqual(["dropped"] * 2, [get(), get()])

    def test_a_new_text_that_is_frozen_refuses_the_first_assignment(self):
        instance = define("frozen", 1)["Changing"](1)
        there("publish", "frozen", 1, **{"name=KEY": "name=KEY, frozen=True"})
        for change in (lambda: setattr(instance, "n", 5), lambda: delattr(instance, "n")):
            with self.assertRaises(dataclasses.FrozenInstanceError):
                change()
        self.assertEqual(1, instance.n)

    def test_slots_of_a_base_reach_its_subclasses(self):
        instance = define("slots", SLOTS)["Sub"]()
        self.assertEqual(1, instance.value())
        there("publish", "slots", SLOTS.replace("'a',", "'a', 'c'"))
        instance.value()
        instance.c = 3
        self.assertEqual(3, instance.c)
        with self.assertRaises(AttributeError):
            instance.d = 4

    def test_subclasses_beyond_an_undecorated_one_follow(self):
        with tempfile.TemporaryDirectory() as folder, importing_from(folder):
            file = pathlib.Path(folder, "in_between.py")
            file.write_text(IN_BETWEEN)
            sub = importlib.import_module("in_between").Sub
            self.assertEqual("Sub(n=1, m=2)", repr(sub(1, 2)))
            file.write_text(IN_BETWEEN.replace("n: int", "k: int = 0\n    n: int"))
            there("load", folder, "in_between")
            self.assertEqual("Sub(k=1, n=2, m=3)", repr(sub(1, 2, 3)))


if __name__ == "__main__":
    unittest.main()
