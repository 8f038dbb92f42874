# SPDX-License-Identifier: Apache-2.0
import copy
import dataclasses
import enum
import pickle
import threading
import unittest
import weakref

import shared_objects as so
from shapes_for_tests import Account, Key, Later, Plain, Point, Savings, Shape, Slotted, Square


class Instances(unittest.TestCase):
    def test_fields_defaults_and_factories(self):
        account = Account("ann")
        self.assertEqual(("ann", 0, []), (account.owner, account.balance, account.notes))
        self.assertTrue(so.is_shared(account) and so.is_shared(account.notes))
        self.assertIsNot(account.notes, Account("bob").notes)
        self.assertEqual(7, Account("x", 7).balance)
        with self.assertRaises(TypeError):
            Account()

    def test_the_class_is_the_type(self):
        account = Account("ann")
        self.assertIs(Account, type(account))
        self.assertIs(Account, account.__class__)
        self.assertEqual("Holds money.", Account.__doc__)
        self.assertEqual(("owner", "balance", "notes"), Account.__match_args__)
        self.assertEqual("Account(owner='ann', balance=0, notes=[])", repr(account))
        self.assertTrue(dataclasses.is_dataclass(Account))

    def test_identity_is_equality_unless_asked_otherwise(self):
        account = Account("ann")
        self.assertNotEqual(Account("ann"), account)
        self.assertEqual(account, account)
        self.assertEqual(hash(account), hash(account))
        self.assertEqual(Point(1), Point(1))
        self.assertNotEqual(Point(1), Point(2))

    def test_methods_properties_class_and_static_methods(self):
        account = Account.opened_by("ann").deposit(5)
        self.assertEqual((5, 500, "EUR"), (account.balance, account.cents, account.currency()))
        account.cents = 700
        self.assertEqual(7, account.balance)
        self.assertNotIn("cents", vars(account))
        self.assertEqual(15, account.grow())
        self.assertEqual((["ann"], [1, 2], 1000), account.words())

    def test_inheritance_and_super(self):
        savings = Savings("sam")
        self.assertIs(Savings, savings.deposit(4))
        self.assertEqual((8, 0.5, "SAM!"), (savings.balance, savings.rate, savings.shout()))
        self.assertIsInstance(savings, Account)
        self.assertIsInstance(savings, Plain)

    def test_operators_matching_and_generics(self):
        self.assertEqual(Point(4, 6), Point(1, 2) + Point(3, 4))
        self.assertEqual(Point(1), Point[int](1))
        match Point(1, 2):
            case Point(x, y):
                self.assertEqual((1, 2), (x, y))

    def test_abstract_classes(self):
        with self.assertRaisesRegex(TypeError, "abstract"):
            Shape()
        self.assertEqual(9, Square(3).area())

    def test_attributes_come_and_go(self):
        account = Account("ann")
        account.extra = [1]
        self.assertTrue(so.is_shared(account.extra))
        self.assertEqual({"owner", "balance", "notes", "extra"}, set(vars(account)))
        self.assertIn("extra", dir(account))
        del account.extra
        with self.assertRaisesRegex(AttributeError, "'Account' object has no attribute 'extra'"):
            account.extra
        with self.assertRaises(AttributeError):
            del account.extra
        setattr(account, "balance", 3)
        self.assertEqual(3, getattr(account, "balance"))
        self.assertFalse(hasattr(account, "nothing"))
        with self.assertRaisesRegex(so.NotShareableError, "object"):
            account.bad = object()

    def test_cached_property_and_slots_and_getattr(self):
        self.assertEqual("ann!", Account("ann").name)
        slotted = Slotted(1)
        slotted.b = 2
        self.assertEqual((1, 2, "x"), (slotted.a, slotted.b, slotted.magic_x))
        with self.assertRaises(AttributeError):
            slotted.c = 3

    def test_stored_instances_are_the_same_object(self):
        account = Account("ann")
        so.root["account"] = account
        self.assertIs(account, so.root["account"])
        so.root["account"].balance = 9
        self.assertEqual(9, account.balance)
        del so.root["account"]

    def test_instances_are_keys(self):
        account = Account("ann")
        shared = so.share({account: 1, (account, 1): 2})
        self.assertEqual((1, 2), (shared[account], shared[account, 1]))
        self.assertNotIn(Account("ann"), shared)
        shared = so.share({Key("Tea"): 1})
        self.assertEqual(1, shared[Key("TEA")])
        shared[Key("tea")] = 2
        self.assertEqual(1, len(shared))
        self.assertIn((Key("a"), 1), so.share({(Key("A"), 1): 0}))

    def test_weak_references_and_pickle_and_deepcopy(self):
        account = Account("ann", 1)
        self.assertIs(account, weakref.ref(account)())
        for copied in (pickle.loads(pickle.dumps(account)), copy.deepcopy(account), copy.copy(account)):
            self.assertIs(Account, type(copied))
            self.assertIsNot(account, copied)
            self.assertEqual(("ann", 1), (copied.owner, copied.balance))
        self.assertIsNot(account.notes, copy.deepcopy(account).notes)

    def test_copies_out_are_plain_and_can_be_stored(self):
        account = Savings("sam", 3)
        plain = so.copy(account)
        self.assertFalse(so.is_shared(plain))
        self.assertEqual(("Savings", "sam", 3, 0.5), (type(plain).__name__, plain.owner, plain.balance, plain.rate))
        plain.deposit(1)
        self.assertEqual((5, 3), (plain.balance, account.balance))
        stored = so.share([plain])[0]
        self.assertIs(Savings, type(stored))
        self.assertEqual(5, stored.balance)

    def test_classes_that_know_each_other(self):
        self.assertIsInstance(Account("ann").partner(), Later)
        self.assertIsInstance(Later(1).back(), Account)

    def test_atomic_methods(self):
        ann, bob = Account("ann", 10), Account("bob")
        ann.move(bob, 4)
        with self.assertRaisesRegex(ValueError, "ann has too little"):
            ann.move(bob, 100)
        self.assertEqual((6, 4), (ann.balance, bob.balance))

    def test_transfers_of_threads_keep_the_total(self):
        accounts = [Account(str(number), 100) for number in range(4)]

        def work(seed):
            for step in range(100):
                source, target = accounts[(seed + step) % 4], accounts[(seed * 3 + step * 7 + 1) % 4]
                if source is not target:
                    try:
                        source.move(target, step % 7)
                    except ValueError:
                        pass

        threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(400, sum(account.balance for account in accounts))


class Decoration(unittest.TestCase):
    def test_a_variable_that_cannot_travel_is_named(self):
        lock = threading.Lock()
        with self.assertRaisesRegex(so.NotShareableError, "function 'use' of class .*Local.* captures 'lock'"):

            @so.shared
            class Local:
                def use(self):
                    return lock

    def test_a_constant_made_of_what_cannot_travel_is_named(self):
        class Hidden:
            pass

        hidden = [Hidden()]
        with self.assertRaisesRegex(so.NotShareableError, "captures 'hidden'"):

            @so.shared
            class Local:
                def use(self):
                    return hidden

    def test_an_enum_needs_no_decorator(self):
        with self.assertRaisesRegex(TypeError, "enum .*Tone.* needs no decorator"):

            @so.shared
            class Tone(enum.Enum):
                RED = 1

    def test_local_constants_and_functions_travel(self):
        start = 5

        def more(n):
            return n + 1

        @so.shared
        class Local:
            def value(self):
                return more(start)

        self.assertEqual(6, Local().value())

    def test_unsupported_bases_are_refused_by_name(self):
        for base in (int, tuple, Exception):
            with self.assertRaisesRegex(TypeError, f"type '{base.__name__}' is not an acceptable base"):

                @so.shared
                class Bad(base):
                    pass

    def test_mutable_defaults_are_refused(self):
        with self.assertRaisesRegex(ValueError, "mutable default"):

            @so.shared
            class Bad:
                values: list = []

    def test_what_is_no_class_or_has_no_source_is_refused(self):
        with self.assertRaises(TypeError):
            so.shared(5)
        with self.assertRaisesRegex(TypeError, "source"):
            so.shared(type("Made", (), {}))

    def test_a_new_text_is_a_new_version_of_the_same_class(self):
        def define(number):
            if number == 1:

                @so.shared(name="tests.Versioned")
                class Versioned:
                    def value(self):
                        return 1

            else:

                @so.shared(name="tests.Versioned")
                class Versioned:
                    added: int = 5

                    def value(self):
                        return 2

            return Versioned

        first = define(1)
        instance = first()
        self.assertEqual(1, instance.value())
        second = define(2)
        self.assertIs(first, second)
        self.assertEqual((2, 5), (instance.value(), instance.added))

    def test_a_new_text_of_a_class_reaches_its_subclasses_that_are_dataclasses(self):
        @so.shared(name="tests.Reloaded")
        class Reloaded:
            first: int = 1

        @so.shared(name="tests.ReloadedBelow")
        @dataclasses.dataclass(order=True)
        class Below(Reloaded):
            second: int = 2

            def __str__(self):
                return "kept"

        @so.shared(name="tests.Reloaded")
        class Reloaded:
            first: int = 1
            more: int = 3

        self.assertTrue(repr(Below(5, 6, 7)).endswith("Below(first=5, more=6, second=7)"))
        self.assertEqual("kept", str(Below()))
        self.assertLess(Below(1, 1, 1), Below(1, 2, 0))

    def test_another_file_with_the_same_key_is_a_conflict(self):
        import linecache

        def define(file, text):
            linecache.cache[file] = (len(text), None, text.splitlines(True), file)
            namespace = {"so": so, "__name__": "conflict_test"}
            exec(compile(text, file, "exec"), namespace)
            return namespace["C"]

        text = "@so.shared\nclass C:\n    x: int = {}\n"
        first = define("<one>", text.format(1))
        self.assertIs(first, define("<two>", text.format(1)))
        with self.assertRaisesRegex(so.ClassConflictError, "<one>.*<two>"):
            define("<two>", text.format(2))
        self.assertEqual(2, define("<two>", text.format(2).replace("shared", "shared(name='other')")).x)


if __name__ == "__main__":
    unittest.main()
