# SPDX-License-Identifier: Apache-2.0
"""CPU time of threads, which other programs on the machine disturb less than they do time that passes."""

import os
import time

TASKS = "/proc/self/task"
COLLECTOR = "shared-objects-"  # as long as the system keeps names

own_ns = time.thread_time_ns
_collectors = []


def _find_collectors():
    if os.path.isdir(TASKS):
        for thread in os.listdir(TASKS):
            try:
                with open(f"{TASKS}/{thread}/comm", encoding="utf-8") as name:
                    if name.read().startswith(COLLECTOR):
                        _collectors.append(f"{TASKS}/{thread}/schedstat")
            except FileNotFoundError:
                continue  # has just ended


def collector_ns():
    """Of the collectors of shared heaps in this process; 0 where the system does not tell."""
    if not _collectors:
        _find_collectors()
    total = 0
    for account in _collectors:
        with open(account, encoding="utf-8") as file:
            total += int(file.read().split()[0])
    return total
