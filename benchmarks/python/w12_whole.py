# SPDX-License-Identifier: Apache-2.0
"""W12: all 1 000 000 ints of a list, 100 000 entries of a dict, at once; ns per element. usage: w12_whole.py private|shared"""

from sides import share
from timing import measure

ELEMENTS = 1_000_000
ENTRIES = 100_000

numbers = share([*range(ELEMENTS)])
table = share({key: key for key in range(ENTRIES)})


def extend():
    fresh = share([])
    fresh.extend(range(ELEMENTS))


def loop(numbers=numbers):
    total = 0
    for number in numbers:
        total += number
    return total


measure("list(l)", lambda: list(numbers), ELEMENTS)
measure("sorted(l)", lambda: sorted(numbers), ELEMENTS)
measure("sum(l)", lambda: sum(numbers), ELEMENTS)
measure("for x in l", loop, ELEMENTS)
measure("l.extend(range(n))", extend, ELEMENTS)
measure("list(d)", lambda: list(table), ENTRIES)
measure("list(d.items())", lambda: list(table.items()), ENTRIES)
assert list(numbers) == sorted(numbers) and sum(numbers) == loop() and list(table) == [key for key, _ in table.items()]
