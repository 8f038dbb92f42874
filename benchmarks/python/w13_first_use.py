# SPDX-License-Identifier: Apache-2.0
"""W13: another interpreter gets an instance of a class that it does not know, and calls a method; ns per class. usage: w13_first_use.py shared"""

import importlib
import sys
import tempfile
import time
from pathlib import Path

from timing import emit

import shared_objects as so

CLASSES = 40
TEXT = '''
@so.shared
class Account{number}:
    """An account with a limit."""

    owner: str
    balance: int = 0
    limit: int = 1_000

    def deposit(self, amount):
        if amount < 0:
            raise ValueError("a deposit is not negative")
        self.balance += amount
        return self.balance

    @property
    def is_full(self):
        return self.balance >= self.limit

    @classmethod
    def of(cls, owner):
        return cls(owner)

    def __repr__(self):
        return f"Account({{self.owner!r}}, {{self.balance}})"
'''


def meet(accounts):
    """The time of the first method call of each instance."""
    times = []
    for account in accounts:
        start = time.perf_counter_ns()
        account.deposit(1)
        times.append(time.perf_counter_ns() - start)
    return times


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        text = "import shared_objects as so\n" + "".join(TEXT.format(number=number) for number in range(CLASSES))
        Path(folder, "accounts_to_meet.py").write_text(text, encoding="utf-8")
        sys.path.insert(0, folder)
        module = importlib.import_module("accounts_to_meet")
        accounts = so.share([getattr(module, f"Account{number}")("ann") for number in range(CLASSES)])
        times = so.spawn(meet, accounts).result()
        emit("first use of a class in an interpreter, the first one", times[0], times[0])
        rest = sorted(times[1:])
        emit("first use of a class in an interpreter", rest[len(rest) // 2], rest[0])
        assert all(account.balance == 1 for account in accounts)
