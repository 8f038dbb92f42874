# SPDX-License-Identifier: Apache-2.0
import os
import unittest

from cpython import loading, table
from cpython.checking import check, check_native
from cpython.suites import SUITES, USUAL

LONG = "PSO_LONG" in os.environ
MOST_EXCLUDED = 0.05


@unittest.skipUnless(loading.SUITE.exists(), f"CPython's tests are not there: {loading.SUITE} (libpython3.11-testsuite)")
class CPythonsOwnTests(unittest.TestCase):
    def test_shared_types_pass_what_native_ones_pass(self):
        documented = table.documented()
        for suite in SUITES if LONG else USUAL:
            with self.subTest(suite):
                row, problems, _ = check(suite, LONG)
                self.assertEqual([], problems)
                self.assertIn(table.line(row), documented)

    @unittest.skipUnless(LONG, "in the long form")
    def test_native_types_fail_what_is_said(self):
        for suite in SUITES:
            with self.subTest(suite):
                self.assertEqual([], check_native(suite, True))


class TheTable(unittest.TestCase):
    def test_has_a_line_for_each_suite_and_their_sum(self):
        rows = table.rows()
        self.assertEqual([*SUITES], [row.suite for row in rows[:-1]])
        self.assertEqual(table.total(rows[:-1]), rows[-1])

    def test_excludes_few_cases_and_says_that_none_fails(self):
        total = table.rows()[-1]
        self.assertEqual(0, total.failed)
        self.assertLessEqual(total.excluded, MOST_EXCLUDED * total.cases)


if __name__ == "__main__":
    unittest.main()
