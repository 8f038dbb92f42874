# SPDX-License-Identifier: Apache-2.0
"""CPU time of threads, which other programs on the machine disturb less than they do time that passes."""

import os
import time

TASKS = "/proc/self/task"
COLLECTOR = "shared-objects-"  # as long as the system keeps names

own_ns = time.thread_time_ns
_spent = {}  # ns by the system's account of a thread; of one that has ended what it was at the last look


def _find_collectors():
    if os.path.isdir(TASKS):
        for thread in os.listdir(TASKS):
            try:
                with open(f"{TASKS}/{thread}/comm", encoding="utf-8") as name:
                    if name.read().startswith(COLLECTOR):
                        _spent[f"{TASKS}/{thread}/schedstat"] = 0
            except (FileNotFoundError, ProcessLookupError):
                continue  # has just ended


def collector_ns():
    """Of the collectors of shared heaps in this process; 0 where the system does not tell."""
    if not _spent:
        _find_collectors()
    for account in _spent:
        try:
            with open(account, encoding="utf-8") as file:
                _spent[account] = int(file.read().split()[0])
        except (FileNotFoundError, ProcessLookupError):
            continue  # some threads of collectors end when they have done what they were for
    return sum(_spent.values())
