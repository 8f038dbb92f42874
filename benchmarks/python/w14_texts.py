# SPDX-License-Identifier: Apache-2.0
"""W14: 100 000 different texts as keys and elements, more than any cache holds; ns per text. usage: w14_texts.py private|shared"""

from sides import share
from timing import measure

TEXTS = [f"text {n}" for n in range(100_000)]

table = share({text: n for n, text in enumerate(TEXTS)})
texts = share([*TEXTS])


def keys(table=table):
    count = 0
    for _ in table:
        count += 1
    return count


def items(table=table):
    total = 0
    for _, n in table.items():
        total += n
    return total


def elements(texts=texts):
    count = 0
    for _ in texts:
        count += 1
    return count


def get(table=table):
    total = 0
    for text in TEXTS:
        total += table[text]
    return total


measure("for k in d, texts", keys, len(TEXTS))
measure("for k, v in d.items(), texts", items, len(TEXTS))
measure("for x in l, texts", elements, len(TEXTS))
measure("get of all of them, texts", get, len(TEXTS))
measure("d.copy(), texts", lambda: table.copy(), len(TEXTS))
assert keys() == elements() == len(TEXTS) and items() == get() == sum(range(len(TEXTS))) and table.copy() == {text: n for n, text in enumerate(TEXTS)}
