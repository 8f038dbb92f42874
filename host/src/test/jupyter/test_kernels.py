# SPDX-License-Identifier: Apache-2.0
"""Two kernels on one heap, through the programs that Jupyter itself uses to start, interrupt and end kernels."""

import os
import signal
import statistics
import time
import unittest

from kernels import LIMIT, Kernel, timed

LINES = 100_000
# What a notebook server of Jupyter lets pass in each three seconds.
MOST_BYTES, MOST_MESSAGES = 3 * 1_000_000, 3 * 1000
ROUNDS = 50
STARTS = 3


class TwoNotebooks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.one, cls.other = Kernel("pso-shared"), Kernel("pso-shared")
        cls.one.ready()
        cls.other.ready()

    @classmethod
    def tearDownClass(cls):
        cls.one.stop()
        cls.other.stop()

    def test_should_see_the_same_objects_and_survive_the_other_being_killed(self):
        self.one.run("so.root['accounts'] = {'a': 500, 'b': 500}")
        self.other.run("accounts = so.root['accounts']")
        self.assertEqual("{'a': 500, 'b': 500}", self.other.run("accounts"))
        move = """
            @so.atomic
            def move(n):
                so.root['accounts']['a'] -= n
                so.root['accounts']['b'] += n
            print('begun')
            while True: move(1); move(-1)
        """
        self.one.begin("if 1:" + move)
        self.other.run("before = accounts.copy()")
        os.kill(self.one.manager.provisioner.pid, signal.SIGKILL)
        self.assertEqual("1000", self.other.run("sum(accounts.values())"))
        self.assertEqual("3", self.other.run("accounts['c'] = 3; len(accounts)"))
        self.one.restart()
        self.assertEqual("NameError", self.one.run("move"))
        self.assertEqual("1003", self.one.run("sum(so.root['accounts'].values())"))

    def test_should_end_a_cell_by_an_interrupt_and_keep_its_state(self):
        for interrupt in (self.other.manager.interrupt_kernel, self._signal):
            cell, _ = self.other.begin("count = 0\nprint('begun')\nwhile True: count += 1")
            interrupt()
            self.assertEqual("KeyboardInterrupt", self.other.end(cell)[1]["ename"])
            self.assertEqual("True", self.other.run("count > 0"))

    def _signal(self):
        os.kill(self.other.manager.provisioner.pid, signal.SIGINT)

    def test_should_say_what_it_is_soon(self):
        spans = []
        for _ in range(STARTS):
            begun = time.monotonic()
            kernel = Kernel("pso")
            try:
                kernel.page.kernel_info(reply=True, timeout=LIMIT)
                spans.append(time.monotonic() - begun)
            finally:
                kernel.stop()
        print(f"from the start of a kernel to its first answer: {min(spans):.2f} s at best, {max(spans):.2f} s at worst")
        self.assertLess(min(spans), 1)

    def test_should_send_many_lines_without_loss_and_as_slowly_as_servers_want(self):
        messages, reply = self.other.end(self.other.page.execute(f"for i in range({LINES}): print(i)"))
        self.assertEqual("ok", reply["status"])
        pieces = [message for message in messages if message["msg_type"] == "stream"]
        text = "".join(message["content"]["text"] for message in pieces)
        self.assertEqual("".join(f"{i}\n" for i in range(LINES)), text)
        times = [message["header"]["date"].timestamp() for message in pieces]
        for begin in times:
            window = [each for each, at in zip(pieces, times) if begin <= at < begin + 3]
            self.assertLess(sum(len(each["content"]["text"]) for each in window), MOST_BYTES)
            self.assertLess(len(window), MOST_MESSAGES)

    def test_should_answer_about_as_fast_as_ipython(self):
        ipython = Kernel("python3").ready()
        try:
            spans = [
                (timed(lambda: self.other.run("1+1")), timed(lambda: ipython.run("1+1"))) for _ in range(2 * ROUNDS)
            ]
        finally:
            ipython.stop()
        ours, theirs = map(statistics.median, zip(*spans[ROUNDS:]))
        print(f"1+1: {ours * 1000:.1f} ms, IPython {theirs * 1000:.1f} ms")
        self.assertLess(ours, 1.5 * theirs)


if __name__ == "__main__":
    unittest.main()
