# SPDX-License-Identifier: Apache-2.0
"""``jupyter console`` in a terminal."""

import unittest

import pexpect

LIMIT = 120


class ConsoleShouldWork(unittest.TestCase):
    def test_from_the_first_prompt_to_the_last(self):
        console = pexpect.spawn(
            "jupyter-console", ["--kernel", "pso", "--simple-prompt", "--no-confirm-exit"], timeout=LIMIT, encoding="utf-8"
        )
        console.expect(r"In \[1\]: ")
        console.sendline("kept = so.root['kept'] = 20 + 1; kept * 2")
        console.expect(r"42")
        console.expect(r"In \[2\]: ")
        console.sendline("print('be' + 'gun'); import time; time.sleep(100)")
        console.expect("begun")
        console.sendintr()
        console.expect("KeyboardInterrupt")
        console.expect(r"In \[3\]: ")
        console.sendline("input('who? ')")
        console.expect(r"who\? ")
        console.sendline("ann")
        console.expect("'ann'")
        console.expect(r"In \[4\]: ")
        console.sendline("1 / 0")
        console.expect("ZeroDivisionError: division by zero")
        console.expect(r"In \[5\]: ")
        console.sendline("so.root['kept']")
        console.expect("21")
        console.sendline("exit()")
        console.expect(pexpect.EOF)
        console.close()
        self.assertEqual(0, console.exitstatus)


if __name__ == "__main__":
    unittest.main()
