# SPDX-License-Identifier: Apache-2.0
import os
import queue
import signal
import subprocess
import tempfile
import unittest

import shared_objects as so
from pso_for_tests import PSO

# Numbers what it passes on.
PROGRAM = """
import itertools
import shared_objects as so
there, back = so.root["there"], so.root["back"]
for number in itertools.count():
    back.put((number, there.get()))
"""
COUNT = 200


class Processes(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "heap")
        with so.attach(self.path, size="64m") as heap:
            heap.root["there"], heap.root["back"] = so.Queue(), so.Queue(20)
        heap = so.attach(self.path)
        self.addCleanup(heap.close)
        self.there, self.back = heap.root["there"], heap.root["back"]

    def start(self):
        words = [PSO, "--jit=off", "--no-resident", "--heap", self.path, "-c", PROGRAM]
        child = subprocess.Popen(words, env=os.environ | {"PSO_BUILD": "off"}, stdin=subprocess.DEVNULL)
        self.addCleanup(child.wait)
        self.addCleanup(child.kill)
        return child

    def test_a_killed_process_takes_one_item_with_it_at_most(self):
        child = self.start()
        for number in range(COUNT):
            self.there.put([number])
        for number in range(COUNT // 2):
            self.assertEqual((number, [number]), self.back.get(timeout=60))
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        passed_on = COUNT // 2
        try:
            while True:
                self.assertEqual((passed_on, [passed_on]), self.back.get_nowait())
                passed_on += 1
        except queue.Empty:
            pass
        rest = [self.there.get_nowait()[0] for _ in range(self.there.qsize())]
        self.assertEqual([*range(COUNT - len(rest), COUNT)], rest)
        self.assertIn(COUNT - len(rest) - passed_on, (0, 1))
        self.there.put("on")
        self.assertEqual("on", self.there.get())


if __name__ == "__main__":
    unittest.main()
