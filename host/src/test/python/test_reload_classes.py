# SPDX-License-Identifier: Apache-2.0
"""What classes are to Python once they have got a new text."""

import abc
import collections.abc
import contextlib
import os
import tempfile
import unittest
import unittest.mock
import warnings

import shared_objects as so
from reloading_for_tests import TEXTS, define, record_of, start, there
from shared_objects._classes import refreshing

PLAIN = """
@so.shared(name=KEY)
class Changing:
    n: int = 0
"""
MADE = """
@so.shared(name=KEY)
class Changing:
    n: int = 0

    def __new__(cls, *args):
        self = super().__new__(cls)
        self.given = args
        return self
"""
ABSTRACT = """
import abc
@so.shared(name=KEY)
class Changing(abc.ABC):
    @abc.abstractmethod
    def value(self):
        ...
"""
WITH_METACLASS = """
from reloading_for_tests import Meta
@so.shared(name=KEY)
class Changing(metaclass=Meta):
    n: int = 5
"""
MIXIN = """
from reloading_for_tests import Mixin
@so.shared(name=KEY)
class Changing(Mixin):
    pass
"""
ITERABLE = """
@so.shared(name=KEY)
class Changing:
    n: int = 0

    def __iter__(self):
        return iter(())
"""
QUEUE = """
QUEUE = so.share([])

@so.shared(name=KEY)
class Changing:
    def put(self):
        QUEUE.append(1)
"""
CONSTANT = """
NUMBER = 1

@so.shared(name=KEY)
class Changing:
    def number(self):
        return repr(NUMBER)
"""
MODULES = """
import colorsys, keyword
def helper():
    return colorsys and keyword

@so.shared(name=KEY)
class Changing:
    def value(self):
        return helper()
"""
TWO_LATER = """
@so.shared(name="first of " + KEY)
class First:
    made_of = __import__("sys").only_there

@so.shared(name="second of " + KEY)
class Second:
    made_of = __import__("sys").only_there

@so.shared(name=KEY)
class Changing:
    def value(self):
        return First, Second
"""


def setUpModule():
    start()


@contextlib.contextmanager
def another_heap():
    with tempfile.TemporaryDirectory() as folder, so.attach(os.path.join(folder, "heap"), size="16m") as heap:
        yield heap


class Creation(unittest.TestCase):
    def test_a_new_text_that_makes_instances_itself_makes_the_first_one_too(self):
        cls = define("made", PLAIN)["Changing"]
        there("publish", "made", MADE)
        self.assertEqual([(1,), (2,)], [cls(number).given for number in (1, 2)])

    def test_a_method_that_makes_an_instance_goes_on_as_it_was(self):
        cls = define("making", MADE)["Changing"]
        there("publish", "making", PLAIN)
        self.assertEqual((1, (1,)), ((made := cls(1)).n, made.given))
        self.assertFalse(hasattr(cls(1), "given"))

    def test_a_class_that_has_become_abstract_makes_no_instance(self):
        cls = define("abstract", PLAIN)["Changing"]
        there("publish", "abstract", ABSTRACT)
        for _ in range(2):
            with self.assertRaisesRegex(TypeError, "abstract"):
                cls()


class Likeness(unittest.TestCase):
    def test_what_is_matched_by_position_follows_the_base(self):
        sub = define("matched", 1, "m: int = 3")["Sub"]
        self.assertEqual(("n", "m"), sub.__match_args__)
        there("publish", "matched", 2, "m: int = 3")
        match sub(1, False, 2):
            case sub(n, added, m):
                self.assertEqual((1, False, 2), (n, added, m))

    def test_class_attributes_of_a_subclass_stay_when_its_base_changes(self):
        text = '"""Documented."""\n    m: int = 3\n    count: typing.ClassVar = 0'
        sub = define("counted", "import typing\n" + TEXTS[1], text)["Sub"]
        sub.count += 7
        there("publish", "counted", "import typing\n" + TEXTS[2], text)
        self.assertEqual("two with helper 2!", sub().more())
        self.assertEqual((7, 3, "Documented."), (sub.count, sub.m, sub.__doc__))

    def test_a_property_of_a_new_base_hides_a_field(self):
        instance = define("mixin", PLAIN)["Changing"](4)

        def get():
            return instance.n

        self.assertEqual([4] * 3, [get() for _ in range(3)])
        there("publish", "mixin", MIXIN)
        self.assertEqual(["of the mixin"] * 2, [get(), get()])

    def test_abstract_base_classes_judge_by_the_new_text(self):
        instance = define("judged", PLAIN)["Changing"]()

        class Own(abc.ABC):
            @classmethod
            def __subclasshook__(cls, other):
                return any("__iter__" in vars(base) for base in other.__mro__)

        self.assertEqual((False, False), (isinstance(instance, collections.abc.Iterable), isinstance(instance, Own)))
        there("publish", "judged", ITERABLE)
        self.assertEqual([], list(instance) if instance.n == 0 else None)
        self.assertEqual((True, True), (isinstance(instance, collections.abc.Iterable), isinstance(instance, Own)))
        there("publish", "judged", PLAIN)
        self.assertEqual(0, instance.n)
        self.assertNotIsInstance(instance, collections.abc.Iterable)

    def test_registered_classes_stay_registered(self):
        cls = define("registered", ABSTRACT)["Changing"]
        cls.register(int)
        there("publish", "registered", ABSTRACT, value="other")
        with self.assertRaisesRegex(TypeError, "other"):
            cls()
        self.assertIsInstance(5, cls)

    def test_another_metaclass_is_refused(self):
        cls = define("metaclass", PLAIN)["Changing"]
        there("publish", "metaclass", WITH_METACLASS)
        with self.assertWarnsRegex(RuntimeWarning, "metaclass"):
            cls().n
        self.assertEqual(0, cls().n)
        with self.assertRaisesRegex(TypeError, "metaclass"):
            define("metaclass", WITH_METACLASS, **{"n: int": "k: int"})

    def test_a_class_becomes_an_abstract_one_and_back(self):
        cls = define("turned", ABSTRACT)["Changing"]
        with self.assertRaises(TypeError):
            cls()
        there("publish", "turned", PLAIN)
        self.assertEqual((1, frozenset()), (cls(1).n, cls.__abstractmethods__))


class Names(unittest.TestCase):
    def test_another_shared_object_is_another_constant(self):
        module = define("queue", QUEUE)
        there("call", module["Changing"](), "__repr__")
        before = module["QUEUE"]
        module = define("queue", QUEUE)
        there("call", module["Changing"](), "put")
        self.assertEqual(([], [1]), (list(before), list(module["QUEUE"])))

    def test_another_type_of_number_is_another_constant(self):
        instance = define("number", CONSTANT)["Changing"]()
        self.assertEqual("1", there("call", instance, "number"))
        define("number", CONSTANT, **{"NUMBER = 1": "NUMBER = True"})
        self.assertEqual("True", there("call", instance, "number"))

    def test_what_is_needed_no_more_is_needed_by_nobody(self):
        define("modules", MODULES)
        self.assertIn("keyword", record_of("modules")["current"]["names"])
        define("modules", MODULES, **{" and keyword": ""})
        self.assertEqual({"colorsys", "helper"}, set(record_of("modules")["current"]["names"]))

    def test_an_error_of_a_class_for_later_is_that_of_who_needs_it(self):
        define("needing two", 1)["Changing"]()
        instance = define("later innocent", 1)["Changing"]()
        there("publish", "needing two", TWO_LATER)
        there("publish", "later innocent", PLAIN + "\n    def value(self):\n        return 'two'\n")
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            self.assertEqual("two", instance.value())
        self.assertEqual(["'needing two'"], [f"'{str(each.message).split(chr(39))[1]}'" for each in caught])

    def test_names_that_came_alone_travel_on(self):
        text = PLAIN + "\n    def value(self):\n        return late()\n"
        instance = define("late", text)["Changing"]()
        there("call", instance, "__repr__")
        define("late", text + "\ndef late():\n    return 'late'\n")["Changing"]()
        with another_heap() as heap:
            there("store_in", heap.path, instance)
            self.assertIn("late", record_of("late")["current"]["names"])


class SeveralHeaps(unittest.TestCase):
    def test_plain_copies_have_the_text_that_the_class_has(self):
        cls = define("copied there", 1)["Changing"]
        here = cls()
        with another_heap() as heap:
            cls()
            there("publish_in", heap.path, "copied there", 2)
            self.assertEqual("two with helper 2", cls().value())
        self.assertEqual("two with helper 2", so.copy(here).value())


def once_imported(step):
    """Call this each time when the modules that new texts need have been imported."""
    import_modules = refreshing.import_modules

    def slowly(names):
        import_modules(names)
        with unittest.mock.patch.object(refreshing, "import_modules", import_modules):
            step()

    return unittest.mock.patch.object(refreshing, "import_modules", slowly)


class Meanwhile(unittest.TestCase):
    def test_a_text_that_comes_while_modules_are_imported_is_taken_next(self):
        instance = define("meanwhile", 1)["Changing"]()
        there("publish", "meanwhile", 2)
        with once_imported(lambda: there("publish", "meanwhile", 2, **{"return 2": "return 3"})):
            instance.n
        self.assertEqual(["two with helper 3"] * 2, [instance.value() for _ in range(2)])

    def test_who_was_slow_to_import_takes_no_earlier_text(self):
        instance = define("slow", 1)["Changing"]()
        there("publish", "slow", 2)

        def step():
            there("publish", "slow", 2, **{"return 2": "return 3"})
            refreshing.reload_classes()

        with once_imported(step):
            instance.n
        self.assertEqual("two with helper 3", type(instance).value(instance))


if __name__ == "__main__":
    unittest.main()
