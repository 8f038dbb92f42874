# SPDX-License-Identifier: Apache-2.0
"""W6 by two interpreters at once: one counter. usage: pso -n 2 w6_counter_pair.py"""

import os
import time

import shared_objects as so
from timing import emit

TIMES = 20_000
PASSES = int(os.environ.get("BENCH_PASSES", "15"))
WARM_UP_PASSES = int(os.environ.get("BENCH_WARM_UP_PASSES", "60"))
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
    times = []
    for _ in range(WARM_UP_PASSES + PASSES):
        so.barrier()
        start = time.perf_counter()
        work()
        so.barrier()
        times.append((time.perf_counter() - start) / (TIMES * workers) * 1e9)
    times = sorted(times[WARM_UP_PASSES:])
    if me == 0:
        emit(case, times[len(times) // 2], times[0])


measure("counter add, two workers", count)
measure("counter add as a transaction, two workers", count_in_transactions)
assert counter.value == 2 * workers * TIMES * (WARM_UP_PASSES + PASSES)
