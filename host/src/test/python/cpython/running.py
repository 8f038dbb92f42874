# SPDX-License-Identifier: Apache-2.0
"""Runs the cases of one module of the suite and says how each ended."""

import time
import unittest

from . import loading

__all__ = ["Outcome", "names_of", "run"]


class Outcome:
    """How a case ended: ``"passed"``, ``"failed"`` or ``"skipped"``, with the traceback and the seconds it took."""

    __slots__ = ("how", "seconds", "why")

    def __init__(self, how, why=""):
        self.how = how
        self.why = why
        self.seconds = 0.0


class _Result(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.outcomes = {}
        self._begin = 0.0

    def startTest(self, test):
        super().startTest(test)
        self.outcomes[name_of(test)] = Outcome("passed")
        self._begin = time.monotonic()

    def stopTest(self, test):
        super().stopTest(test)
        self.outcomes[name_of(test)].seconds = time.monotonic() - self._begin

    def _ended(self, test, how, why):
        self.outcomes[name_of(test)] = Outcome(how, why)

    def addError(self, test, err):
        self._ended(test, "failed", self._exc_info_to_string(err, test))

    addFailure = addError

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.addError(test, err)

    def addSkip(self, test, reason):
        self._ended(test, "skipped", reason)


def name_of(test):
    """``test_list.ListTest.test_len`` for ``test.test_list.ListTest.test_len``"""
    return test.id().partition(".")[2]


def names_of(module):
    """The names of all cases of a module of the suite."""
    return [name_of(test) for test in loading.load(module, None)]


def run(module, suite, chosen):
    """Run the cases of ``module`` whose names ``chosen`` accepts; return their Outcomes by name."""
    cases = [test for test in loading.load(module, suite) if chosen(name_of(test))]
    result = _Result()
    unittest.TestSuite(cases).run(result)
    return result.outcomes
