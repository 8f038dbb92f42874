# SPDX-License-Identifier: Apache-2.0
"""The table of docs/differences.md."""

import pathlib

from .checking import Row

__all__ = ["DOCUMENT", "documented", "lines", "total"]

DOCUMENT = pathlib.Path(__file__).parents[5] / "docs" / "differences.md"

_HEAD = [
    "| suite | cases | native GraalPy passes | shared passes | stores what cannot be shared | excluded | fails |",
    "|---|--:|--:|--:|--:|--:|--:|",
]


def _line(row):
    name, *numbers = (getattr(row, field) for field in Row.__dataclass_fields__)
    return f"| {name} | " + " | ".join(map(str, numbers)) + " |"


def total(rows):
    """The sum of all rows."""
    numbers = zip(*([getattr(row, field) for field in Row.__dataclass_fields__][1:] for row in rows))
    return Row("all", *map(sum, numbers))


def lines(rows):
    """The lines of the table."""
    return _HEAD + [_line(row) for row in [*rows, total(rows)]]


def documented():
    """The lines of the table as the document has them."""
    text = DOCUMENT.read_text().splitlines()
    start = text.index(_HEAD[0])
    end = next(index for index in range(start, len(text)) if not text[index].startswith("|"))
    return text[start:end]
