# SPDX-License-Identifier: Apache-2.0
import os
import pathlib
import subprocess
import tempfile
import textwrap
import unittest

from pso_for_tests import PSO, run


class Scripts(unittest.TestCase):
    """Programs run by the command, for what happens at their end."""

    def run_script(self, text, *options, files="$(ulimit -n)"):
        with tempfile.TemporaryDirectory() as folder:
            script = os.path.join(folder, "script.py")
            with open(script, "w") as file:
                file.write(textwrap.dedent(text))
            words = ["sh", "-c", f'ulimit -n {files}; exec "$@"', "sh", PSO, "--jit=off", *options, script]
            return run(words, stdin=subprocess.DEVNULL)

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
        self.assertCountEqual(
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
        self.assertEqual((0, {"end", "done"}), (done.returncode, set(done.stdout.splitlines())))
        self.assertIn("KeyError: 'lost'", done.stderr)

    def test_daemons_serve_until_the_last_worker_has_ended_and_their_end_is_no_news(self):
        done = self.run_script(
            """
            import shared_objects as so, time
            def serve(jobs, answers):
                while True:
                    answers.put(jobs.get() + 1)
            def ask(jobs, answers):
                time.sleep(0.5)
                jobs.put(1)
                print(answers.get(), flush=True)
            if __name__ == "__main__":
                queues = so.Queue(), so.Queue()
                so.spawn(serve, *queues, daemon=True)
                so.spawn(ask, *queues)
                print("end", flush=True)
            """
        )
        self.assertEqual(("end\n2\n", "", 0), (done.stdout, done.stderr, done.returncode))

    def test_the_end_kills_daemon_threads_without_a_word(self):
        done = self.run_script(
            """
            import shared_objects as so
            import threading, time

            class Slow:
                __hash__ = object.__hash__
                def __eq__(self, other):
                    time.sleep(60)

            so.root["jobs"] = so.Queue()
            so.root["list"] = [1]
            event = so.share([0])

            @so.atomic
            def never():
                event[0] or so.retry()

            def consume():
                while True:
                    so.root["jobs"].get()

            def read():
                while True:
                    with open("/proc/self/maps") as file:
                        for line in file:
                            pass

            for endless in consume, consume, consume, never, read, lambda: Slow() in so.root["list"]:
                threading.Thread(target=endless, daemon=True).start()
            time.sleep(0.5)
            print("end")
            """
        )
        self.assertEqual(("end\n", "", 0), (done.stdout, done.stderr, done.returncode))

    def test_files_left_open_are_written_at_the_end_of_each_interpreter(self):
        with tempfile.TemporaryDirectory() as folder:
            done = self.run_script(
                f"""
                import atexit, io, shared_objects as so

                def work():
                    open("{folder}/worker", "w").write("from a worker")

                if __name__ == "__main__":
                    for i in range(300):
                        open(f"{folder}/many-{{i}}", "w").write("one of many")
                    open("{folder}/binary", "wb").write(b"bytes")
                    kept = io.open("{folder}/kept", "a")
                    kept.write("kept")
                    atexit.register(lambda: kept.write(" and more"))
                    so.spawn(work).result()
                    print(open)
                """
            )
            self.assertEqual(("<built-in function open>\n", ""), (done.stdout, done.stderr))
            texts = {path.name: path.read_text() for path in pathlib.Path(folder).iterdir()}
        many = {f"many-{i}": "one of many" for i in range(300)}
        self.assertEqual({"worker": "from a worker", "binary": "bytes", "kept": "kept and more"} | many, texts)

    def test_a_worker_that_cannot_start_is_said_in_one_line_and_later_ones_do(self):
        done = self.run_script(
            """
            import shared_objects as so
            def work():
                return "worked"
            if __name__ == "__main__":
                import contextlib
                held = []
                with contextlib.suppress(OSError):
                    while True:
                        held.append(open("/dev/null"))
                held.pop().close()
                try:
                    so.spawn(work).result()
                except RuntimeError as error:
                    print(error)
                for file in held:
                    file.close()
                print(so.spawn(work).result())
            """,
            files=400,
        )
        self.assertEqual("pso: an interpreter could not be started: too many open files\n", done.stderr)
        self.assertEqual("the interpreter ended before its function\nworked\n", done.stdout)

    def test_an_exception_for_which_there_is_no_room_is_that_there_is_none(self):
        done = self.run_script(
            """
            import contextlib
            import shared_objects as so
            def fail(started, go):
                started.set()
                go.wait()
                raise ValueError("x" * 300_000)
            if __name__ == "__main__":
                places = so.share([None] * 100)
                started, go = so.Event(), so.Event()
                future = so.spawn(fail, started, go)
                started.wait()
                with contextlib.suppress(so.HeapFullError):
                    for place in range(100):
                        places[place] = "x" * 60_000
                go.set()
                try:
                    future.result()
                except so.HeapFullError as error:
                    print(str(error)[:12])
            """,
            "--size=4m",
        )
        self.assertEqual(("", "heap is full\n"), (done.stderr, done.stdout))


if __name__ == "__main__":
    unittest.main()
