# SPDX-License-Identifier: Apache-2.0
"""Timing shared by all workloads; runs on CPython, on plain GraalPy and under pso alike."""

import json
import os
import time

import cpu

WARM_UP_S = float(os.environ.get("BENCH_WARM_UP_S", "8"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "15"))
ROUND_S = float(os.environ.get("BENCH_ROUND_S", "0.06"))


def one_round(work, operations):
    """Repeats work() for ROUND_S seconds; returns nanoseconds per operation."""
    done = 0
    start = time.perf_counter()
    while (spent := time.perf_counter() - start) < ROUND_S or not done:
        work()
        done += operations
    return spent / done * 1e9


def warm_up(work, operations):
    """Runs work() for WARM_UP_S seconds; returns [(seconds since start, ns per operation)], thinned to a few points."""
    curve = []
    start = time.perf_counter()
    while (at := time.perf_counter() - start) < WARM_UP_S:
        curve.append((round(at, 2), round(one_round(work, operations), 1)))
    step = max(1, len(curve) // 12)
    return curve[:4] + curve[4::step]


def measure(case, work, operations, **facts):
    """Warms up, times ROUNDS rounds and prints one JSON line: median and best ns per operation, and the warm-up curve."""
    curve = warm_up(work, operations)
    share = CollectorShare()
    rounds = sorted(one_round(work, operations) for _ in range(ROUNDS))
    emit(case, rounds[len(rounds) // 2], rounds[0], warm_up=curve, **share.facts(), **facts)


class CollectorShare:
    """CPU time of the collectors of this process, as a part of that of the running thread."""

    def __init__(self):
        self.own, self.collector = cpu.own_ns(), cpu.collector_ns()

    def facts(self, threads=1):
        collector = cpu.collector_ns() - self.collector
        return {"collector_share": round(collector / (cpu.own_ns() - self.own) / threads, 4)} if collector else {}


def emit(case, median_ns, best_ns, **facts):
    print(json.dumps({"case": case, "median_ns": round(median_ns, 2), "best_ns": round(best_ns, 2), **facts}), flush=True)
