# SPDX-License-Identifier: Apache-2.0
"""Counts the words of a text in a dict of its own; CPython and pso run this same file. usage: wordcount.py TEXTFILE"""

import sys


def count(path, counts):
    with open(path, encoding="utf-8") as text:
        for line in text:
            for word in line.lower().split():
                counts[word] = counts.get(word, 0) + 1
    return counts


counts = count(sys.argv[1], {})
print(sum(counts.values()), max(counts.values()))
