# SPDX-License-Identifier: Apache-2.0
"""Counts the words of a text with two interpreters, every word one atomic step on one shared dict.

usage: pso wordcount_workers.py TEXTFILE
"""

import sys

import shared_objects as so

WORKERS = 2


@so.atomic
def add_one(counts, word):
    counts[word] = counts.get(word, 0) + 1


def count(path, counts, share):
    with open(path, encoding="utf-8") as text:
        for number, line in enumerate(text):
            if number % WORKERS == share:
                for word in line.lower().split():
                    add_one(counts, word)


if __name__ == "__main__":
    counts = so.root.setdefault("counts", {})
    for worker in [so.spawn(count, sys.argv[1], counts, share) for share in range(WORKERS)]:
        worker.result()
    print(sum(counts.values()), max(counts.values()))
