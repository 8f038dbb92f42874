# SPDX-License-Identifier: Apache-2.0
"""W1: a list of 10 000 ints, read, written and appended to by index. usage: w1_list.py private|shared"""

import sys

from timing import measure

SIZE = 10_000

if sys.argv[1] == "shared":
    import shared_objects as so

    new_list = so.share
else:
    new_list = list

numbers = new_list(list(range(SIZE)))


def read(numbers=numbers):
    total = 0
    for i in range(SIZE):
        total += numbers[i]
    return total


def write(numbers=numbers):
    for i in range(SIZE):
        numbers[i] = i + 1


def append():
    fresh = new_list([])
    add = fresh.append
    for i in range(SIZE):
        add(i)


measure("list read", read, SIZE)
measure("list write", write, SIZE)
measure("list append", append, SIZE)
assert read() == SIZE * (SIZE + 1) // 2
