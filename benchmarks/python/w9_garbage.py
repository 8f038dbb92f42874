# SPDX-License-Identifier: Apache-2.0
"""W9: small dicts made and dropped again, and wrappers, in CPU time. usage: w9_garbage.py private|shared

Of shared objects it counts what the collector's thread needs too.
"""

import gc
import os

import cpu
from sides import SHARED, share
from timing import ROUNDS, WARM_UP_S, emit

TIMES = 20_000
BATCHES = int(os.environ.get("BENCH_BATCHES", "10"))
OBJECTS = 50_000

places = share([None] * 100)
lists = [share([{"x": n} for n in range(100)]) for _ in range(OBJECTS // 100)]


def make(places=places):
    for n in range(TIMES):
        places[n % 100] = {"x": n, "y": n, "z": n}


def make_and_return():
    for n in range(TIMES):
        share({"x": n, "y": n, "z": n})


def loop():
    for n in range(TIMES):
        n % 100


def timed(work, operations):
    """ns of CPU time an operation, and those of the collector."""
    own, collector = cpu.own_ns(), cpu.collector_ns()
    for _ in range(BATCHES):
        work()
    own = cpu.own_ns() - own
    collector = cpu.collector_ns() - collector
    return own / (BATCHES * operations), collector / (BATCHES * operations)


def measure(case, work, operations):
    curve, start = [], cpu.own_ns()
    while (at := (cpu.own_ns() - start) / 1e9) < WARM_UP_S:
        curve.append((round(at, 2), round(sum(timed(work, operations)), 1)))
    rounds = sorted((sum(times), times[1]) for times in (timed(work, operations) for _ in range(ROUNDS)))
    step = max(1, len(curve) // 12)
    emit(
        case,
        rounds[len(rounds) // 2][0],
        rounds[0][0],
        collector_ns=round(sorted(c for _, c in rounds)[len(rounds) // 2], 1),
        warm_up=curve[:4] + curve[4::step],
    )


def read_all(kept):
    for each in lists:
        for n in range(100):
            kept.append(each[n])


def wrappers():
    """First looks at objects, which make a wrapper each, less the second looks, which find them."""
    import shared_objects as so

    first, second, end, start = [], [], [], cpu.own_ns()
    while len(first) < ROUNDS + 3 or (cpu.own_ns() - start) / 1e9 < WARM_UP_S:
        kept = []
        began = cpu.own_ns()
        read_all(kept)
        again = cpu.own_ns()
        del kept[:]
        read_all(kept)
        first.append((again - began) / OBJECTS)
        second.append((cpu.own_ns() - again) / OBJECTS)
        del kept
        before = cpu.collector_ns()
        so.gc.collect()
        end.append((cpu.collector_ns() - before) / OBJECTS)
    made = [a - b for a, b in zip(first, second)]
    last = sorted(made[-ROUNDS:])
    emit("new wrapper", last[len(last) // 2], last[0], warm_up=[(0, round(ns, 1)) for ns in made[:4]])
    emit("element found again", sorted(second[-ROUNDS:])[ROUNDS // 2], min(second))


measure("dict of 3 entries, stored and replaced", make, TIMES)
measure("share() of a dict of 3 entries, dropped", make_and_return, TIMES)
measure("the loop around it", loop, TIMES)
gc.collect()
if SHARED:
    wrappers()
