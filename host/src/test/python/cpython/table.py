# SPDX-License-Identifier: Apache-2.0
"""The table of docs/differences.md."""

import dataclasses
import pathlib

from .checking import Row

__all__ = ["documented", "line", "lines", "rows", "total"]

_DOCUMENT = pathlib.Path(__file__).parents[5] / "docs" / "differences.md"

_HEAD = [
    "| suite | cases | native GraalPy passes | shared passes | stores what cannot be shared | excluded | fails |",
    "|---|--:|--:|--:|--:|--:|--:|",
]


def line(row):
    """The line of a row."""
    name, *numbers = dataclasses.astuple(row)
    return f"| {name} | " + " | ".join(map(str, numbers)) + " |"


def total(rows):
    """The sum of all rows."""
    numbers = zip(*(dataclasses.astuple(row)[1:] for row in rows))
    return Row("all", *map(sum, numbers))


def lines(rows):
    """The lines of the table."""
    return _HEAD + [line(row) for row in [*rows, total(rows)]]


def documented():
    """The lines of the table as the document has them, without its head."""
    text = _DOCUMENT.read_text().splitlines()
    start = text.index(_HEAD[0]) + len(_HEAD)
    end = next(index for index in range(start, len(text)) if not text[index].startswith("|"))
    return text[start:end]


def rows():
    """The rows of the document."""
    cells = [[cell.strip() for cell in written.strip("|").split("|")] for written in documented()]
    return [Row(name, *map(int, numbers)) for name, *numbers in cells]
