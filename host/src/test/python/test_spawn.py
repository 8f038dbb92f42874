# SPDX-License-Identifier: Apache-2.0
import asyncio
import concurrent.futures
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import textwrap
import unittest

import shared_objects as so
import work_for_tests as work
from shapes_for_tests import Account, Point, Savings


PSO = str(pathlib.Path(__file__).resolve().parents[4] / "pso")


class Call(unittest.TestCase):
    def test_arguments_and_result_follow_the_rules_of_sharing(self):
        shared = so.share([1])
        args, words = so.spawn(work.echo, 1, "a", [2], (shared,), x={"y": None}).result()
        self.assertEqual(((1, "a", [2], (shared,)), {"x": {"y": None}}), (args, words))
        self.assertIs(shared, args[3][0])
        self.assertTrue(so.is_shared(args[2]))

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

    def test_an_unshareable_result_is_an_error(self):
        self.assertIs(so.NotShareableError, type(self.error("unshareable")))


class Together(unittest.TestCase):
    def test_changes_are_seen_at_once(self):
        box = so.share({"go": True})
        future = so.spawn(work.cached, box)
        box["go"] = False
        self.assertEqual("seen", future.result(30))

    def test_no_update_is_lost(self):
        shared = so.share({})
        for future in [so.spawn(work.count_up, shared, "n", 500) for _ in range(3)]:
            future.result()
        self.assertEqual({"n": 1500}, shared)

    def test_transfers_keep_the_total(self):
        accounts = so.share([Account(str(number), 100) for number in range(5)])
        for future in [so.spawn(work.transfer_many, accounts, seed, 300) for seed in range(2)]:
            future.result()
        self.assertEqual(500, sum(account.balance for account in accounts))

    def test_queues_between_interpreters(self):
        there, back = so.Queue(4), so.Queue()
        future = so.spawn(work.pump, there, back)
        items = [so.share([number]) for number in range(20)]
        for item in items:
            there.put(item)
        for item in items:
            self.assertIs(item, back.get())
        there.shutdown()
        self.assertEqual("down", future.result())

    def test_events_and_barriers_between_interpreters(self):
        barrier, event, log = so.Barrier(3), so.Event(), so.share([])
        futures = [so.spawn(work.meet, barrier, event, log) for _ in range(2)]
        event.set()
        log.append(barrier.wait())
        for future in futures:
            future.result()
        self.assertEqual([0, 1, 2], sorted(log))


class Classes(unittest.TestCase):
    def test_methods_run_where_the_class_was_never_imported(self):
        savings = Savings("sam", 5)
        self.assertEqual(11, so.spawn(work.call, savings, "grow").result())
        self.assertEqual((["sam"], [1, 2], 1000), so.spawn(work.call, savings, "words").result())
        self.assertEqual("SAM!", so.spawn(work.call, savings, "shout").result())
        self.assertIs(Savings, type(so.spawn(work.call, savings, "opened_by", "x").result()))
        so.spawn(work.call, savings, "move", Account("b"), 1).result()
        self.assertEqual(10, savings.balance)
        self.assertEqual(Point(4, 6), so.spawn(work.call, Point(1, 2), "__add__", Point(3, 4)).result())

    def test_classes_that_know_each_other_are_found(self):
        later = so.spawn(work.call, Account("ann"), "partner").result()
        self.assertIsInstance(so.spawn(work.call, later, "back").result(), Account)

    def test_errors_of_methods_come_back(self):
        with self.assertRaisesRegex(ValueError, "ann has too little"):
            so.spawn(work.call, Account("ann"), "move", Account("bob"), 1).result()

    def test_the_class_imported_later_is_the_one_met_first(self):
        before, same, still = so.spawn(work.describe_class, Account("ann")).result()
        self.assertEqual(("shapes_for_tests", "Account", "Holds money.", False), before)
        self.assertTrue(same and still)


class Scripts(unittest.TestCase):
    """Programs run by the command, for what happens at their end."""

    def run_script(self, text, *options):
        with tempfile.TemporaryDirectory() as folder:
            script = os.path.join(folder, "script.py")
            with open(script, "w") as file:
                file.write(textwrap.dedent(text))
            return subprocess.run(
                [PSO, *options, script], capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL
            )

    def test_functions_and_classes_of_the_main_script(self):
        done = self.run_script(
            """
            import shared_objects as so
            print("imported as", __name__)

            class Mine(Exception):
                pass

            @so.shared
            class Box:
                n: int = 0
                def up(self):
                    self.n += 1
                    return helper(self.n)

            def helper(n):
                return n * 10

            def work(box):
                return box.up(), type(box) is Box

            def fail():
                raise Mine("why")

            if __name__ == "__main__":
                box = Box()
                print(so.spawn(work, box).result(), box.n)
                try:
                    so.spawn(fail).result()
                except Mine as error:
                    print("caught", error)
            """
        )
        self.assertEqual("", done.stderr)
        self.assertEqual(
            ["imported as __main__", "imported as __mp_main__", "(10, True) 1", "imported as __mp_main__", "caught why"],
            done.stdout.splitlines(),
        )

    def test_a_script_without_its_guard_ends_with_advice(self):
        done = self.run_script(
            """
            import shared_objects as so
            def work():
                return 1
            print(so.spawn(work).result())
            """
        )
        self.assertEqual(1, done.returncode)
        self.assertIn("if __name__ == '__main__':", done.stderr)

    def test_the_end_waits_for_workers_and_prints_what_nobody_fetched(self):
        done = self.run_script(
            """
            import shared_objects as so, time
            def slow():
                time.sleep(0.5)
                print("done", flush=True)
            def fail():
                raise KeyError("lost")
            if __name__ == "__main__":
                so.spawn(slow)
                so.spawn(fail)
                print("end")
            """
        )
        self.assertEqual((0, ["end", "done"]), (done.returncode, done.stdout.splitlines()))
        self.assertIn("KeyError: 'lost'", done.stderr)

    def test_functions_given_with_c_travel_as_source(self):
        text = "import shared_objects as so\nK = 3\ndef f(n): return n * K\nprint(so.spawn(f, 5).result())"
        done = subprocess.run([PSO, "-c", text], capture_output=True, text=True, timeout=120)
        self.assertEqual(("15\n", ""), (done.stdout, done.stderr))


if __name__ == "__main__":
    unittest.main()
