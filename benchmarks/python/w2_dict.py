# SPDX-License-Identifier: Apache-2.0
"""W2: a dict of 1 000 keys, str and int, read and overwritten, and one constant key. usage: w2_dict.py private|shared"""

from sides import share
from timing import measure

SIZE = 1_000


def workloads(keys):
    table = share({key: 1 for key in keys})

    def get():
        total = 0
        for key in keys:
            total += table[key]
        return total

    def put():
        for key in keys:
            table[key] = 1

    return get, put


for kind, keys in (("str", [f"key{n}" for n in range(SIZE)]), ("int", list(range(SIZE)))):
    get, put = workloads(keys)
    measure(f"dict {kind} get", get, SIZE)
    measure(f"dict {kind} set", put, SIZE)
    assert get() == SIZE

settings = share({f"option{n}": n for n in range(20)} | {"depth": 3})


def get_constant(settings=settings):
    total = 0
    for _ in range(SIZE):
        total += settings["depth"]
    return total


measure("dict get of a constant key", get_constant, SIZE)
assert get_constant() == 3 * SIZE
