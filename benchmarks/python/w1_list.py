# SPDX-License-Identifier: Apache-2.0
"""W1: a list of 10 000 ints, read, written and appended to by index. usage: w1_list.py private|shared"""

from sides import share
from timing import measure

SIZE = 10_000

numbers = share(list(range(SIZE)))


def read(numbers=numbers):
    total = 0
    for i in range(SIZE):
        total += numbers[i]
    return total


def write(numbers=numbers):
    for i in range(SIZE):
        numbers[i] = i + 1


def append():
    fresh = share([])
    add = fresh.append
    for i in range(SIZE):
        add(i)


measure("list read", read, SIZE)
measure("list write", write, SIZE)
measure("list append", append, SIZE)
assert read() == SIZE * (SIZE + 1) // 2
