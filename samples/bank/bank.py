# SPDX-License-Identifier: Apache-2.0
"""A bank whose accounts two interpreters change at once; an auditor sees the same total at every moment.

usage: pso bank.py [TRANSFERS]
"""

import random
import sys

import shared_objects as so

ACCOUNTS = 100
OPENING_BALANCE = 1_000


@so.shared
class Account:
    owner: str
    balance: int = 0

    def deposit(self, amount):
        self.balance += amount


@so.atomic
def transfer(source, target, amount):
    """Moves `amount`, or raises ValueError and changes nothing."""
    source.deposit(-amount)
    target.deposit(amount)
    if source.balance < 0:
        raise ValueError(f"{source.owner} has not enough")


@so.atomic
def total(accounts):
    return sum(account.balance for account in accounts)


def clerk(seed, transfers):
    """Runs in a worker interpreter; returns how many transfers were refused."""
    accounts = list(so.root["accounts"])
    choice = random.Random(seed)
    refused = 0
    for _ in range(transfers):
        source, target = choice.sample(accounts, 2)
        try:
            transfer(source, target, choice.randrange(200))
        except ValueError:
            refused += 1
    return refused


def auditor(clerks):
    """Runs in a worker interpreter until all clerks are done; returns the different totals it saw."""
    accounts = list(so.root["accounts"])
    seen = set()
    while so.root["clerks_done"] < clerks:
        seen.add(total(accounts))
    return tuple(seen)


@so.atomic
def clerk_done():
    so.root["clerks_done"] += 1


def working_clerk(seed, transfers):
    try:
        return clerk(seed, transfers)
    finally:
        clerk_done()


def main(transfers):
    so.root["accounts"] = [Account(f"customer {n}", OPENING_BALANCE) for n in range(ACCOUNTS)]
    so.root["clerks_done"] = 0
    audit = so.spawn(auditor, 2)
    clerks = [so.spawn(working_clerk, seed, transfers // 2) for seed in range(2)]
    refused = sum(worker.result() for worker in clerks)
    print("transfers:", transfers // 2 * 2 - refused, "refused:", refused)
    print("total:", total(so.root["accounts"]))
    print("totals seen meanwhile:", *audit.result())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
