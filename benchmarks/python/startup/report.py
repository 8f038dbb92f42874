# SPDX-License-Identifier: Apache-2.0
"""Prints what benchmarks/startup has recorded, as Markdown: medians over the rounds, and ratios to CPython's.

usage: report.py RESULTS.jsonl
"""

import json
import sys
from statistics import median

CURVE_TIMES_S = (0.5, 1, 1.5, 2, 3, 4, 6, 8)
CURVE_SLICES = 5


def load(path):
    """Notes; seconds by case and set-up; curves by set-up; memory by occasion."""
    notes, times, curves, memory = [], {}, {}, {}
    with open(path, encoding="utf-8") as results:
        for line in results:
            match json.loads(line):
                case {"note": text}:
                    notes.append(text)
                case {"memory": when, **sizes}:
                    memory.setdefault(when, []).append(sizes)
                case {"setup": setup, "curve": curve}:
                    curves.setdefault(setup, []).append(curve)
                case {"setup": setup, "case": name, "us": us}:
                    times.setdefault(name, {}).setdefault(setup, []).append(us / 1e6)
    return notes, times, curves, memory


def print_table(heads, rows):
    print("| " + " | ".join(heads) + " |")
    print("|---" * len(heads) + "|")
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def seconds(value):
    return f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def time_cell(times, cpython):
    if not times:
        return "–"
    ratio = f", {median(times) / median(cpython):.2g}×" if cpython and times is not cpython else ""
    return f"{seconds(median(times))} s (best {seconds(min(times))}{ratio})"


def time_rows(times, setups):
    for name, by_setup in times.items():
        yield name, *(time_cell(by_setup.get(setup), by_setup.get("CPython")) for setup in setups)


def faster_after(curve, limit):
    """When an operation was faster than the limit and stayed so; None if never. One slow slice alone does not count."""
    smooth = [median(ns for _, ns in curve[max(0, i - 1) : i + 2]) for i in range(len(curve))]
    slow = [i for i, ns in enumerate(smooth) if ns >= limit]
    first = slow[-1] + 1 if slow else 0
    return curve[first][0] if first < len(curve) else None


def faster_cell(curves, limit):
    if limit is None:
        return "–"
    moments = [faster_after(curve, limit) for curve in curves]
    return "not in this time" if None in moments else f"{seconds(median(moments))} s (best {seconds(min(moments))})"


def ns_at(curve, time):
    """Median of the last slices that had ended at that time; None before the first and after the last one."""
    before = [ns for ended, ns in curve if ended <= time]
    return median(before[-CURVE_SLICES:]) if before and curve[-1][0] >= time else None


def ns_cell(values):
    known = [value for value in values if value is not None]
    return f"{median(known):.3g}" if len(known) == len(values) and median(known) < 1000 else f"{median(known):.0f}" if known else "–"


def curve_rows(curves):
    limit = median(ns for curve in curves["CPython"] for _, ns in curve) if "CPython" in curves else None
    for setup, runs in curves.items():
        after = "–" if setup == "CPython" else faster_cell(runs, limit)
        points = [ns_cell([ns_at(curve, time) for curve in runs]) for time in CURVE_TIMES_S]
        yield setup, after, *points, ns_cell([median(ns for _, ns in curve[-CURVE_SLICES:]) for curve in runs])


notes, times, curves, memory = load(sys.argv[1])
setups = list(dict.fromkeys(setup for by_setup in times.values() for setup in by_setup))
print("; ".join(notes) + ".\n")
print("Whole processes, median (best; ratio of the medians to CPython's):\n")
print_table(["case", *setups], time_rows(times, setups))
print("Small functions: when they became faster than CPython's and stayed so, and ns per operation, by seconds since process start:\n")
print_table(["set-up", "faster after", *(f"{time} s" for time in CURVE_TIMES_S), "end"], curve_rows(curves))
for when, sizes in memory.items():
    mib = [size["mib"] for size in sizes]
    interpreters = median(size["interpreters"] for size in sizes)
    print(f"Resident host {when}, {interpreters:g} idle interpreters: {median(mib):.0f} MiB of memory (RSS; smallest {min(mib)}).")
