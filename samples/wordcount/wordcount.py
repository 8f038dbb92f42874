# SPDX-License-Identifier: Apache-2.0
"""Counts the words of a text with several interpreters that all write to one shared dict.

usage: pso wordcount.py TEXTFILE [INTERPRETERS]

Prints the ten most frequent words, `word count` a line; words equally frequent come in the order of the text.
The counts stay in the heap under so.root["wordcount"], so with `pso --heap NAME` another program can read them.
"""

import os
import re
import sys

import shared_objects as so


def words_of(text):
    return re.findall(r"\w+", text.lower())


@so.atomic
def add_one(counts, word):
    counts[word] = counts.get(word, 0) + 1


def count_share(path, share, shares):
    """Runs in a worker interpreter: counts every shares-th line of the text, beginning with line number `share`."""
    result = so.root["wordcount"]
    counted = 0
    with open(path, encoding="utf-8") as text:
        for number, line in enumerate(text):
            if number % shares == share:
                for word in words_of(line):
                    add_one(result["counts"], word)
                    counted += 1
    result["words_by_interpreter"][share] = counted


def main(path, interpreters):
    so.root["wordcount"] = {"counts": {}, "words_by_interpreter": {}}
    workers = [so.spawn(count_share, path, share, interpreters) for share in range(interpreters)]
    for worker in workers:
        worker.result()

    counts = so.root["wordcount"]["counts"]
    with open(path, encoding="utf-8") as text:
        in_text_order = dict.fromkeys(words_of(text.read()))
    for word in sorted(in_text_order, key=lambda word: -counts[word])[:10]:
        print(word, counts[word])


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else max(2, os.cpu_count() or 2))
