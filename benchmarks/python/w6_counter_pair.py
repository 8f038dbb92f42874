# SPDX-License-Identifier: Apache-2.0
"""W6 by two interpreters at once: one counter. usage: pso -n 2 w6_counter_pair.py"""

import shared_objects as so
from timing import emit
from together import passes, warm_up

TIMES = 20_000
me, workers = so.current().index, so.current().count

if me == 0:
    so.root["counter"] = so.counter()
so.barrier()
counter = so.root["counter"]


@so.atomic
def count_one(counter):
    counter.add(1)


def count(counter=counter):
    for _ in range(TIMES):
        counter.add(1)


def count_in_transactions(counter=counter):
    for _ in range(TIMES):
        count_one(counter)


def measure(case, work):
    warm = warm_up(work, 1000)
    times = [seconds / (TIMES * workers) * 1e9 for seconds in passes(work)]
    if me == 0:
        emit(case, times[len(times) // 2], times[0])
    return warm + len(times)


done = measure("counter add, two workers", count)
done += measure("counter add as a transaction, two workers", count_in_transactions)
assert counter.value == workers * TIMES * done
