# SPDX-License-Identifier: Apache-2.0
"""W6: one counter that others may count too. usage: w6_counter.py private|shared

CPython guards it with a threading.Lock, as its users must.
"""

import sys
import threading

from timing import measure

TIMES = 1_000


class PrivateCounter:
    def __init__(self):
        self.value = 0
        self.lock = threading.Lock()

    def add(self, number):
        with self.lock:
            self.value += number


if sys.argv[1] == "shared":
    import shared_objects as so

    counter = so.counter()
    atomic = so.atomic
else:
    counter = PrivateCounter()

    def atomic(function):
        return function


@atomic
def count_one(counter):
    counter.add(1)


def count(counter=counter):
    for _ in range(TIMES):
        counter.add(1)


def count_in_transactions(counter=counter):
    for _ in range(TIMES):
        count_one(counter)


measure("counter add", count, TIMES)
measure("counter add as a transaction", count_in_transactions, TIMES)
assert counter.value % TIMES == 0
