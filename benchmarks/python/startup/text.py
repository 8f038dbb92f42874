# SPDX-License-Identifier: Apache-2.0
"""Writes a text whose words follow Zipf's law, the same at every run. usage: text.py FILE BYTES"""

import random
import sys

WORDS = 20_000
WORDS_PER_LINE = 10
SEED = 25


def main(path, size):
    chance = random.Random(SEED)
    words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(2, 10))) for _ in range(WORDS)]
    weights = [1 / rank for rank in range(1, WORDS + 1)]
    written = 0
    with open(path, "w", encoding="utf-8", newline="\n") as text:
        while written < size:
            written += text.write(" ".join(chance.choices(words, weights, k=WORDS_PER_LINE)).capitalize() + "\n")


main(sys.argv[1], int(sys.argv[2]))
