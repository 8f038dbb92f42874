# SPDX-License-Identifier: Apache-2.0
"""Runs small functions over and over and prints, as JSON, how long an operation took at what time since process start.

usage: warm_up.py START SECONDS      START is the time of day at which the process was started
"""

import json
import sys
import time

SLICE_S = 0.025
TIMES = 100


class Account:
    def __init__(self, name):
        self.name = name
        self.balance = 0

    def deposit(self, amount):
        self.balance += amount

    def has(self, amount):
        return self.balance >= amount


def sum_of(numbers):
    total = 0
    for i in range(len(numbers)):
        total += numbers[i]
        numbers[i] = total & 1023
    return total


def look_up(table, keys):
    found = 0
    for key in keys:
        table[key] += 1
        found += table[key] & 1
    return found


def use(accounts):
    rich = 0
    for account in accounts:
        account.deposit(1)
        if account.has(10):
            rich += 1
    return rich


def curve(start, seconds):
    """[(seconds since the process was started, ns per operation)], for each slice of SLICE_S."""
    numbers = list(range(TIMES))
    keys = [f"key{i}" for i in range(TIMES)]
    table = dict.fromkeys(keys, 0)
    accounts = [Account(key) for key in keys]
    points = []
    began = ended = time.time()
    while ended - began < seconds:
        done = 0
        slice_start = time.perf_counter()
        while (spent := time.perf_counter() - slice_start) < SLICE_S:
            sum_of(numbers)
            look_up(table, keys)
            use(accounts)
            done += 3 * TIMES
        ended = time.time()
        points.append((round(ended - start, 3), round(spent / done * 1e9, 1)))
    return points


start, seconds = float(sys.argv[1]), float(sys.argv[2])
print(json.dumps({"curve": curve(start, seconds)}))
