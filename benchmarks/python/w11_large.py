# SPDX-License-Identifier: Apache-2.0
"""W11: a list of 1 000 000 ints and a dict of 200 000, in order and at random. usage: w11_large.py private|shared"""

import random

from sides import share
from timing import measure

ELEMENTS = 1_000_000
ENTRIES = 200_000
TIMES = 50_000

numbers = share([*range(ELEMENTS)])
table = share({key: key for key in range(ENTRIES)})
draw = random.Random(11)
in_order = [*range(TIMES)]
places = [draw.randrange(ELEMENTS) for _ in range(TIMES)]
keys = [draw.randrange(ENTRIES) for _ in range(TIMES)]


def read(indexes, numbers=numbers):
    total = 0
    for index in indexes:
        total += numbers[index]
    return total


def write(indexes, numbers=numbers):
    for index in indexes:
        numbers[index] = index


def append(numbers=numbers):
    add = numbers.append
    for n in range(TIMES):
        add(n)
    del numbers[ELEMENTS:]


def get(keys, table=table):
    total = 0
    for key in keys:
        total += table[key]
    return total


def put(keys, table=table):
    for key in keys:
        table[key] = key


def fill():
    fresh = share({})
    for key in in_order:
        fresh[key] = key


measure("large list read in order", lambda: read(in_order), TIMES)
measure("large list read at random", lambda: read(places), TIMES)
measure("large list write in order", lambda: write(in_order), TIMES)
measure("large list write at random", lambda: write(places), TIMES)
measure("large list append, then cut", append, TIMES)
measure("large dict get in order", lambda: get(in_order), TIMES)
measure("large dict get at random", lambda: get(keys), TIMES)
measure("large dict set in order", lambda: put(in_order), TIMES)
measure("large dict set at random", lambda: put(keys), TIMES)
measure("new large dict, by entry", fill, TIMES)
assert read(places) == sum(places) and get(keys) == sum(keys) and len(numbers) == ELEMENTS
