# SPDX-License-Identifier: Apache-2.0
"""Timing of what several interpreters do at once."""

import os
import time

import shared_objects as so
from timing import WARM_UP_S

PASSES = int(os.environ.get("BENCH_PASSES", "15"))


def one_pass(work):
    """The seconds that all of them took for their work."""
    so.barrier()
    start = time.perf_counter()
    work()
    so.barrier()
    return time.perf_counter() - start


def warm_up(work, least):
    """Passes for WARM_UP_S seconds, and so many at least, as compilers share the processors with all of them; returns how many."""
    count, start = 0, time.perf_counter()
    while True:
        if so.current().index == 0:
            so.root["warm"] = count >= least and time.perf_counter() - start > WARM_UP_S
        so.barrier()
        if so.root["warm"]:
            return count
        one_pass(work)
        count += 1


def passes(work):
    """The seconds of PASSES passes, sorted."""
    return sorted(one_pass(work) for _ in range(PASSES))
