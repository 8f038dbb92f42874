# SPDX-License-Identifier: Apache-2.0
"""Shared objects, and the figures of ``so.stats()``, as HTML."""

import html
from itertools import islice

from .. import _native
from ..gc import _FIGURES
from ._display import HTML

__all__ = ["described", "page_form", "parts", "title"]

_ROWS = 20
_DEPTH = 3
_MOST_ROWS = 400
_TEXT = 200
_TRIES = 10


def is_figures(value):
    """Whether this is what ``so.stats()`` returns."""
    return type(value) is dict and tuple(islice(value, len(_FIGURES))) == _FIGURES


def first_items(shared):
    """The first items of a dict that others may change meanwhile."""
    for _ in range(_TRIES):
        try:
            return [*islice(shared.items(), _ROWS)]
        except RuntimeError:
            pass
    return [*dict(shared).items()][:_ROWS]


def parts(value):
    """(key as it is written, part) of the first parts of a shared object."""
    if isinstance(value, list):
        return [(f"[{index}]", part) for index, part in enumerate(value[:_ROWS])]
    if isinstance(value, dict):
        return [(f"[{key!r}]", part) for key, part in first_items(value)]
    fields = getattr(value, "__dict__", None)
    return [] if fields is None else [(f".{name}", part) for name, part in islice(dict(fields).items(), _ROWS)]


def _length(value):
    if isinstance(value, (list, dict)):
        return len(value)
    return len(getattr(value, "__dict__", ()))


def title(value):
    """A few words that say what a shared object is."""
    kind = type(value)
    if isinstance(value, (list, dict)):
        name = kind.__name__ if kind.__module__ == "shared_objects" else kind.__qualname__
        return f"{name} of {len(value):,}"
    if kind.__module__ == "shared_objects":
        return _text(value)
    return kind.__qualname__


def _text(value):
    try:
        text = repr(value)
    except Exception as error:
        text = f"<{type(value).__qualname__}: {type(error).__name__}>"
    return text if len(text) <= _TEXT else text[:_TEXT] + "…"


class _Writer:
    def __init__(self):
        self._rows = 0

    def write(self, value, above):
        if not _native.is_shared(value):
            return html.escape(_text(value))
        name = html.escape(title(value))
        mark = _native.identity(value)
        if mark in above:
            return f"<em>{name}, as above</em>"
        if len(above) >= _DEPTH or self._rows >= _MOST_ROWS:
            return f"{name} …"
        rows = "".join(self._row(key, part, (*above, mark)) for key, part in parts(value))
        if not rows:
            return name
        more = _length(value) - _ROWS
        if more > 0:
            rows += f"<tr><td colspan='2'>… {more:,} more</td></tr>"
        opened = "" if above else " open"
        return f"<details{opened}><summary>{name}</summary><table>{rows}</table></details>"

    def _row(self, key, part, above):
        self._rows += 1
        return f"<tr><th style='text-align:left'>{html.escape(key)}</th><td style='text-align:left'>{self.write(part, above)}</td></tr>"


def _figures(figures):
    rows = "".join(
        f"<tr><th style='text-align:left'>{html.escape(name)}</th><td style='text-align:right'>{_figure(value)}</td></tr>"
        for name, value in figures.items()
    )
    return f"<table>{rows}</table>"


def _figure(value):
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, list):
        return "<br>".join(map(_line, value)) or "none"
    if isinstance(value, dict):
        return "<br>".join(f"{html.escape(name)}: {_line(each)}" for name, each in islice(value.items(), _ROWS))
    return html.escape(str(value))


def _line(described):
    return html.escape(", ".join(f"{name} {value}" for name, value in described.items()))


def page_form(value):
    """The HTML of a value that is shown in a form of its own, None for others."""
    if is_figures(value):
        return _figures(value)
    return _Writer().write(value, ()) if _native.is_shared(value) else None


def described(value):
    """The HTML as a value to display."""
    return HTML(_Writer().write(value, ()))
