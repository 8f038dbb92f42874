# SPDX-License-Identifier: Apache-2.0
import asyncio
import concurrent.futures
import math
import os
import sys
import tempfile
import unittest

import annotated_for_tests
import shared_objects as so
import work_for_tests as work
from shapes_for_tests import Account


class Call(unittest.TestCase):
    def test_string_annotations_and_marks_of_dataclasses_travel_with_a_class(self):
        link = annotated_for_tests.Link(2)
        self.assertEqual(2, so.spawn(work.call, link, "total").result())
        longer = so.spawn(work.call, link, "longer").result()
        self.assertEqual((3, [1]), (longer.total(), longer.tags))

    def test_arguments_and_result_follow_the_rules_of_sharing(self):
        shared = so.share([1])
        args, words = so.spawn(work.echo, 1, "a", [2], (shared,), x={"y": None}).result()
        self.assertEqual(((1, "a", [2], (shared,)), {"x": {"y": None}}), (args, words))
        self.assertIs(shared, args[3][0])
        self.assertTrue(so.is_shared(args[2]))

    @unittest.skipUnless(os.path.exists("/proc/self/fd"), "the system does not tell what is open")
    def test_workers_leave_no_files_open(self):
        before = len(os.listdir("/proc/self/fd"))
        for _ in range(5):
            so.spawn(work.leave_a_file_open).result()
        self.assertLess(len(os.listdir("/proc/self/fd")), before + 5)

    def test_it_gives_a_future(self):
        future = so.spawn(work.square, 7)
        self.assertIsInstance(future, concurrent.futures.Future)
        done, pending = concurrent.futures.wait([future, so.spawn(work.square, 8)])
        self.assertEqual([49, 64], sorted(each.result() for each in done))
        called = []
        future.add_done_callback(called.append)
        self.assertEqual([future], called)

    def test_asyncio_can_wait_for_it(self):
        async def main():
            return await asyncio.wrap_future(so.spawn(work.square, 5))

        self.assertEqual(25, asyncio.run(main()))

    def test_functions_of_modules_builtins_and_methods(self):
        self.assertEqual(2.0, so.spawn(math.sqrt, 4.0).result())
        account = Account("ann")
        self.assertIs(account, so.spawn(account.deposit, 5).result())
        self.assertEqual(5, account.balance)
        self.assertEqual("bob", so.spawn(Account.opened_by, "bob").result().owner)

    def test_the_worker_has_path_and_arguments_of_the_script(self):
        pid, argv, index, inside = so.spawn(work.surroundings).result()
        self.assertEqual((os.getpid(), sys.argv, False), (pid, argv, inside))
        self.assertIsInstance(index, int)

    def test_a_worker_can_spawn(self):
        self.assertEqual(81, so.spawn(work.spawn_another, 9).result())

    def test_what_cannot_be_found_elsewhere_is_refused_and_says_why(self):
        captured = 1

        def local():
            return captured

        for function, why in (
            (local, "local.*captures 'captured'"),
            (lambda: 1, "<lambda>"),
            ([].append, "not a function that another interpreter can find"),
        ):
            with self.assertRaisesRegex(so.NotShareableError, why):
                so.spawn(function)
        with self.assertRaisesRegex(so.NotShareableError, "object"):
            so.spawn(work.echo, object())
        with self.assertRaises(TypeError):
            so.spawn(5)
        with self.assertRaisesRegex(RuntimeError, "after_commit"):
            so.atomically(so.spawn, work.square, 1)


class Library(unittest.TestCase):
    def test_compression_works_in_every_interpreter(self):
        for module in ("bz2", "lzma", "zlib", "gzip"):
            futures = [so.spawn(work.compressed_and_back, module, b"ab" * size) for size in (0, 10, 100_000)]
            self.assertEqual([b"", b"ab" * 10, b"ab" * 100_000], [future.result() for future in futures])
            self.assertEqual(b"abc", work.compressed_and_back(module, b"abc"))


class Errors(unittest.TestCase):
    def error(self, kind):
        return so.spawn(work.fail, kind).exception()

    def test_type_arguments_and_attributes_come_back(self):
        error = self.error("own")
        self.assertIs(work.OwnError, type(error))
        self.assertEqual((("mine", [1]), [1]), (error.args, error.code))
        error = self.error("key")
        self.assertEqual((KeyError, ("missing",)), (type(error), error.args))

    def test_the_cause_shows_the_traceback_of_the_worker(self):
        text = str(self.error("deep").__cause__)
        for part in ("work_for_tests.py", "in fail", 'return {}["missing"]', "KeyError", "direct cause", "from deep"):
            self.assertIn(part, text)
        self.assertNotIn("_worker.py", text)

    def test_system_exit_comes_back(self):
        error = self.error("exit")
        self.assertEqual((SystemExit, 3), (type(error), error.code))

    def test_what_builtin_classes_keep_beside_the_arguments_comes_back(self):
        def fields(call, *args):
            error = so.spawn(call, *args).exception()
            native = self.native(call, *args)
            self.assertIs(type(native), type(error))
            self.assertEqual(native.args, error.args)
            self.assertEqual(str(native), str(error))
            return {name: (getattr(native, name), getattr(error, name)) for name in dir(native) if name[0] != "_" and hasattr(native, name)}

        for call, *args in (
            (open, "/no/such/file"),
            (os.rename, "/no/such/file", "/nor/this"),
            (work.import_module, "no_such_module.at_all"),
            (work.evaluate, "undefined_name"),
            (work.evaluate, "1 +"),
            (work.evaluate, "b'\\xff'.decode()"),
            (work.evaluate, "'\\udc00'.encode()"),
            (work.evaluate, "next(iter(()))"),
            (work.evaluate, "None.attribute"),
            (work.fail_with, work.noted),
            (work.fail_with, work.would_block),
        ):
            with self.subTest(call=call.__name__, args=args):
                for name, (native, shared) in fields(call, *args).items():
                    if name not in ("add_note", "with_traceback", "obj"):
                        self.assertEqual((name, native), (name, shared))

    @staticmethod
    def native(call, *args):
        try:
            return call(*args)
        except BaseException as error:
            return error

    def test_notes_and_attributes_come_back(self):
        error = so.spawn(work.fail_with, work.noted).exception()
        self.assertEqual((ValueError, ["first", "second"], 7), (type(error), error.__notes__, error.code))

    def test_a_frozen_dataclass_comes_back(self):
        error = so.spawn(work.fail_with, work.frozen).exception()
        self.assertEqual((work.FrozenError, 5, "there"), (type(error), error.code, error.where))
        self.assertEqual(["a note"], error.__notes__)
        self.assertIn("in fail_with", str(error.__cause__))

    def failure(self, make):
        return so.spawn(work.fail_with, make).exception(60)

    def test_classes_with_ways_of_their_own_come_back(self):
        self.assertEqual((work.SlottedError, 5), (type(error := self.failure(work.slotted)), error.code))
        self.assertEqual((work.KeywordError, 6), (type(error := self.failure(work.keyword)), error.code))
        self.assertEqual((work.ExitingError, ("once",)), (type(error := self.failure(work.exiting)), error.args))
        group = self.failure(work.coded)
        self.assertEqual((work.CodedGroup, 8, "code 8"), (type(group), group.code, group.message))
        self.assertIs(group.exceptions[0], group.exceptions[1])
        self.assertEqual(8, group.split(ValueError)[0].code)

    def test_exceptions_in_arguments_and_attributes_come_back(self):
        error = self.failure(work.circular)
        self.assertIs(error, error.args[0])
        self.assertEqual(("inner",), error.args[1].args)
        self.assertEqual((TimeoutError, 110), (type(error.reason), error.reason.errno))

    def test_what_cannot_be_shared_or_told_is_no_reason_to_lose_the_exception(self):
        error = self.failure(work.unspeakable)
        self.assertEqual((ValueError, "<Unspeakable object>", "told"), (type(error), *error.args))
        error = self.failure(work.mute)
        self.assertEqual((work.MuteError, 2), (type(error), error.errno))
        self.assertIs(SyntaxError, type(self.failure(work.odd_syntax)))
        with tempfile.TemporaryDirectory() as folder:
            error = so.spawn(work.of_a_closed_heap, os.path.join(folder, "heap")).exception(60)
        self.assertIs(ValueError, type(error))

    def test_a_class_that_is_not_found_leaves_message_and_notes(self):
        error = self.failure(work.with_odd_notes)
        self.assertEqual((RuntimeError, ["the note"]), (type(error), error.__notes__))
        self.assertIn("message", str(error))

    def test_very_deep_groups_come_back(self):
        error, depth = self.failure(work.deep), 0
        while isinstance(error, ExceptionGroup):
            error, depth = error.exceptions[0], depth + 1
        self.assertEqual((2000, ValueError), (depth, type(error)))

    def test_a_group_comes_back_with_its_members(self):
        error = so.spawn(work.fail_with, work.group).exception()
        self.assertIs(work.OwnGroup, type(error))
        self.assertEqual(("outer", 3), (error.message, len(error.exceptions)))
        key, inner, noted = error.exceptions
        self.assertEqual((KeyError, ("k",)), (type(key), key.args))
        own, missing = inner.exceptions
        self.assertEqual((work.OwnError, 1, "/no/file"), (type(own), own.code, missing.filename))
        self.assertEqual(["first", "second"], noted.__notes__)
        self.assertEqual(1, len(error.split(KeyError)[0].exceptions))

    def test_an_unshareable_result_is_an_error(self):
        self.assertIs(so.NotShareableError, type(self.error("unshareable")))


if __name__ == "__main__":
    unittest.main()
