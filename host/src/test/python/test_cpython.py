# SPDX-License-Identifier: Apache-2.0
import os
import unittest

from cpython import loading, table
from cpython.checking import check, check_native
from cpython.suites import SUITES

LONG = "PSO_LONG" in os.environ
MOST_EXCLUDED = 0.05


@unittest.skipUnless(loading.SUITE.exists(), f"CPython's tests are not there: {loading.SUITE} (libpython3.11-testsuite)")
class CPythonsOwnTests(unittest.TestCase):
    def test_shared_types_pass_what_native_ones_pass(self):
        rows = []
        for suite in SUITES:
            with self.subTest(suite):
                row, problems, _ = check(suite, LONG)
                rows.append(row)
                self.assertEqual([], problems)
        self.assertEqual(table.lines(rows), table.documented())
        all_rows = table.total(rows)
        self.assertLessEqual(all_rows.excluded, MOST_EXCLUDED * all_rows.cases)

    @unittest.skipUnless(LONG, "in the long form")
    def test_native_types_fail_what_is_said(self):
        for suite in SUITES:
            with self.subTest(suite):
                self.assertEqual([], check_native(suite))


if __name__ == "__main__":
    unittest.main()
