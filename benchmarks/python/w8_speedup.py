# SPDX-License-Identifier: Apache-2.0
"""W8: CPU-bound Python in one interpreter and in two. usage: pso -n 2 w8_speedup.py

Interpreter 0 draws all rows of a Mandelbrot picture alone, then both draw half of them each; rows go into a shared list.
"""

import os
import time

import shared_objects as so
from timing import emit

SIZE = 240
PICTURES = 40
PASSES = int(os.environ.get("BENCH_PASSES", "9"))
WARM_UP_PASSES = int(os.environ.get("BENCH_WARM_UP_PASSES", "12"))
me, count = so.current().index, so.current().count


def row(y):
    inside = 0
    ci = 2.0 * y / SIZE - 1.0
    for x in range(SIZE):
        cr = 3.0 * x / SIZE - 2.0
        zr = zi = 0.0
        for _ in range(100):
            zr, zi = zr * zr - zi * zi + cr, 2.0 * zr * zi + ci
            if zr * zr + zi * zi > 4.0:
                break
        else:
            inside += 1
    return inside


def draw(picture, first, step):
    for _ in range(PICTURES):
        for y in range(first, SIZE, step):
            picture[y] = row(y)


def timed(first, step, takes_part):
    so.barrier()
    start = time.perf_counter()
    if takes_part:
        draw(picture, first, step)
    so.barrier()
    return time.perf_counter() - start


picture = so.root.setdefault("picture", [0] * SIZE)
alone, together = [], []
for _ in range(WARM_UP_PASSES + PASSES):
    alone.append(timed(0, 1, me == 0))
    together.append(timed(me, count, True))
del alone[:WARM_UP_PASSES], together[:WARM_UP_PASSES]

if me == 0:
    for name, times in (("one interpreter", alone), ("two interpreters", together)):
        times.sort()
        emit(name, times[len(times) // 2] / (SIZE * PICTURES) * 1e9, times[0] / (SIZE * PICTURES) * 1e9)
    emit("speed-up", 0, 0, ratio=round(alone[len(alone) // 2] / together[len(together) // 2], 2), best_ratio=round(alone[0] / together[0], 2))
    assert sum(picture) > 0
