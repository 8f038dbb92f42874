# SPDX-License-Identifier: Apache-2.0
"""New texts of classes reach the interpreters that use them."""

import sys
import time
import unittest

import shared_objects as so
from reloading_for_tests import define, define_and_use, work, work_blocked

PATIENCE = 60
SUB = """
@so.shared(name="sub of " + KEY)
class Sub(Changing):
    def more(self):
        return super().value()
"""


class Reload(unittest.TestCase):
    def setUp(self):
        self.seen = so.root["seen"] = so.list()
        self.control = so.root["control"] = so.share({"stop": False})

    def tearDown(self):
        self.control["stop"] = True
        del so.root["seen"], so.root["control"]

    def wait_for(self, value):
        end = time.monotonic() + PATIENCE
        while value not in self.seen:
            self.assertLess(time.monotonic(), end, f"{value} has not been seen in time")
            time.sleep(0.01)

    def finish(self, worker):
        self.control["stop"] = True
        return worker.result()

    def test_a_running_interpreter_takes_a_new_text_with_its_helpers_at_its_next_calls(self):
        instance = define("running", 1)()
        instance.n = 7
        worker = so.spawn(work, instance, self.seen, self.control)
        self.wait_for("one")
        define("running", 2)
        self.wait_for("two with helper 2")
        self.assertEqual("two with helper 2", self.finish(worker))
        self.assertEqual((7, False, True), self.control["end"])

    def test_one_that_waits_takes_it_when_it_goes_on(self):
        instance = define("blocked", 1)()
        queue = so.root["reload queue"] = so.Queue()
        worker = so.spawn(work_blocked, instance, queue, self.seen)
        self.wait_for("one")
        define("blocked", 2)
        time.sleep(0.3)
        queue.put("go on")
        self.assertEqual("two with helper 2", worker.result())
        del so.root["reload queue"]

    def test_a_new_text_of_a_base_reaches_subclasses(self):
        instance = define("subclassed", 1, SUB)()
        worker = so.spawn(work, instance, self.seen, self.control)
        self.wait_for("one")
        define("subclassed", 2, SUB)
        self.wait_for("two with helper 2")
        self.finish(worker)

    def test_who_brings_an_earlier_text_gets_the_newest_one(self):
        define("earlier", 1)
        current = define("earlier", 2)()
        self.assertEqual("two with helper 2", so.spawn(define_and_use, "earlier", 1).result())
        time.sleep(0.2)
        self.assertEqual("two with helper 2", current.value())

    def test_an_edit_can_be_taken_back(self):
        first = define("taken back", 1)
        define("taken back", 2)
        self.assertIs(first, define("taken back", 1))
        self.assertEqual("one", first().value())
        worker = so.spawn(work, first(), self.seen, self.control)
        self.wait_for("one")
        self.assertEqual("one", self.finish(worker))

    def test_plain_copies_have_the_new_text(self):
        instance = define("copied", 1)()
        self.assertEqual("one", so.copy(instance).value())
        define("copied", 2)
        self.assertEqual("two with helper 2", so.copy(instance).value())

    def test_a_text_that_cannot_be_used_elsewhere_leaves_the_old_one_there(self):
        instance = define("broken", 1)()
        worker = so.spawn(work, instance, self.seen, self.control)
        self.wait_for("one")
        sys.only_here = True
        define("broken", "only here")
        time.sleep(0.3)
        self.assertFalse(worker.done())
        define("broken", 2)
        self.wait_for("two with helper 2")
        self.finish(worker)


if __name__ == "__main__":
    unittest.main()
