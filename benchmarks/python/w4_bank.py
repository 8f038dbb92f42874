# SPDX-License-Identifier: Apache-2.0
"""W4: transfers between accounts, each all or nothing, by one worker. usage: w4_bank.py private|shared [ACCOUNTS]

CPython guards every account with a threading.Lock, as its users must; shared objects use one atomic function.
"""

import random
import sys
import threading

from timing import measure

ACCOUNTS = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
PAIRS = [random.Random(n).sample(range(ACCOUNTS), 2) for n in range(1_000)]


class PrivateBank:
    def __init__(self):
        self.balances = [1_000] * ACCOUNTS
        self.locks = [threading.Lock() for _ in range(ACCOUNTS)]

    def transfer(self, a, b, amount):
        first, second = (a, b) if a < b else (b, a)
        with self.locks[first], self.locks[second]:
            self.balances[a] -= amount
            self.balances[b] += amount

    def total(self):
        return sum(self.balances)


def shared_bank():
    import shared_objects as so

    @so.atomic
    def move(source, target, amount):
        source[0] -= amount
        target[0] += amount

    class Bank:
        def __init__(self):
            self.accounts = [so.share([1_000]) for _ in range(ACCOUNTS)]

        def transfer(self, a, b, amount):
            move(self.accounts[a], self.accounts[b], amount)

        @so.atomic
        def total(self):
            return sum(account[0] for account in self.accounts)

    return Bank()


bank = shared_bank() if sys.argv[1] == "shared" else PrivateBank()


def transfers(bank=bank):
    for a, b in PAIRS:
        bank.transfer(a, b, 1)


measure(f"transfer, {ACCOUNTS} accounts", transfers, len(PAIRS))
assert bank.total() == ACCOUNTS * 1_000
