# SPDX-License-Identifier: Apache-2.0
"""Counts the words of a text in a shared dict, else as wordcount.py does. usage: pso wordcount_shared.py TEXTFILE"""

import sys

import shared_objects as so


def count(path, counts):
    with open(path, encoding="utf-8") as text:
        for line in text:
            for word in line.lower().split():
                counts[word] = counts.get(word, 0) + 1
    return counts


counts = count(sys.argv[1], so.root.setdefault("counts", {}))
print(sum(counts.values()), max(counts.values()))
