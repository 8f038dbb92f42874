# SPDX-License-Identifier: Apache-2.0
"""W10: bytes of an object with all that belongs to it alone. usage: w10_sizes.py private|shared

CPython: sys.getsizeof, of the parts too, but not of what many share: small ints, the names of attributes and the keys of
dicts, nor what its allocator rounds up. Shared: what the collector counts more when a list holds so many of them. The cell or pointer that refers to an
object is counted on neither side; it is all that most shared numbers and short texts take.
"""

import json
import sys

COUNT = 10_000


class Point:
    def __init__(self, n):
        self.x = n
        self.y = n
        self.z = n


def kinds(point):
    keys = [f"key{n}" for n in range(10)]
    return {
        "empty dict": lambda n: {},
        "dict of 3 entries": lambda n: {"x": 1, "y": 1, "z": 1},
        "dict of 10 entries": lambda n: dict.fromkeys(keys, 1),
        "empty list": lambda n: [],
        "list of 3 ints": lambda n: [1, 2, 3],
        "list of 100 ints": lambda n: [*range(100)],
        "instance of 3 attributes": point,
        "str of 5 characters": lambda n: f"{n:05}",
        "str of 10 characters": lambda n: f"{n:010}",
        "str of 100 characters": lambda n: f"{n:0100}",
        "int": lambda n: 1_000_000 + n,
        "large int": lambda n: 10**30 + n,
        "float": lambda n: n + 0.5,
        "tuple of 3 ints": lambda n: (n % 200, 1, 2),
    }


def emit(case, size):
    print(json.dumps({"case": case, "bytes": round(size, 1)}), flush=True)


def private():
    for case, make in kinds(lambda n: Point(5)).items():
        sample = make(5)
        size = sys.getsizeof(sample)
        if isinstance(sample, Point):
            size += sys.getsizeof(vars(sample))
        emit(case, size)


def shared():
    import shared_objects as so

    point = so.shared(Point)
    holder = so.share([None] * COUNT)
    so.root["holder"] = holder

    def live():
        while True:
            before = so.gc.stats()["collections"]
            so.gc.collect()
            if so.gc.stats()["collections"] > before:
                return so.gc.stats()["live_bytes"]

    for case, make in kinds(lambda n: point(5)).items():
        holder[:] = [None] * COUNT
        before = live()
        for n in range(COUNT):
            holder[n] = make(n)
        emit(case, (live() - before) / COUNT)


shared() if sys.argv[1] == "shared" else private()
