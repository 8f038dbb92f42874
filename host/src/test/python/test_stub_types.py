# SPDX-License-Identifier: Apache-2.0
"""What a type checker sees of shared classes and atomic functions, where pyright is installed."""

import pathlib
import shutil
import subprocess
import tempfile
import textwrap
import unittest

import shared_objects as so

PYRIGHT = shutil.which("pyright")
RIGHT = """
    import dataclasses
    import shared_objects as so

    @so.shared
    class Account:
        owner: str
        balance: int = 0
        notes: list[str] = dataclasses.field(default_factory=list)

    @so.shared(frozen=True, order=True)
    class Point:
        x: int
        y: int = 0

    @so.atomic
    def transfer(source: Account, target: Account, amount: int) -> int:
        source.balance -= amount
        target.balance += amount
        return amount

    moved: int = transfer(Account("ann", 5), Account("bob"), 1)
    """
WRONG = ("Account(5)", 'Account("a").nothing', 'transfer(1, Account("b"), 1)')


@unittest.skipUnless(PYRIGHT, "pyright is not installed")
class StubTypes(unittest.TestCase):
    def errors(self, text):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder)
            package = pathlib.Path(so.__file__).parents[1]
            (path / "pyrightconfig.json").write_text(f'{{"extraPaths": ["{package}"], "include": ["sample.py"]}}')
            (path / "sample.py").write_text(text)
            done = subprocess.run([PYRIGHT, "-p", folder], capture_output=True, text=True, timeout=120)
        return [line for line in done.stdout.splitlines() if " - error: " in line]

    def test_fields_generated_methods_and_signatures_are_seen(self):
        right = textwrap.dedent(RIGHT)
        self.assertEqual([], self.errors(right))
        self.assertEqual(len(WRONG), len(self.errors(right + "\n".join(WRONG) + "\n")))


if __name__ == "__main__":
    unittest.main()
