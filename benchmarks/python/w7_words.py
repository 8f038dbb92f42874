# SPDX-License-Identifier: Apache-2.0
"""W7: counts words in a shared dict, each word an atomic step, by one interpreter and by two. usage: pso -n 2 w7_words.py"""

import os
import random
import time

import shared_objects as so
from timing import CollectorShare, emit

WORDS = 20_000
VOCABULARY = 2_000
PASSES = int(os.environ.get("BENCH_PASSES", "15"))
WARM_UP_PASSES = int(os.environ.get("BENCH_WARM_UP_PASSES", "200"))
me = so.current().index

draw = random.Random(me)
words = [f"word{int(VOCABULARY * draw.random() ** 3)}" for _ in range(WORDS)]
counts = so.root.setdefault("counts", {})


@so.atomic
def add_one(counts, word):
    counts[word] = counts.get(word, 0) + 1


def count(counts=counts):
    for word in words:
        add_one(counts, word)


def measure(case, workers):
    times = []
    for number in range(WARM_UP_PASSES + PASSES):
        if number == WARM_UP_PASSES:
            share = CollectorShare()
        so.barrier()
        start = time.perf_counter()
        if me < workers:
            count()
        so.barrier()
        times.append((time.perf_counter() - start) / (WORDS * workers) * 1e9)
    times = sorted(times[WARM_UP_PASSES:])
    if me == 0:
        emit(case, times[len(times) // 2], times[0], **share.facts())


measure("word count", 1)
measure("word count, two workers", 2)
assert me or sum(counts.values()) == 3 * WORDS * (WARM_UP_PASSES + PASSES)
