# SPDX-License-Identifier: Apache-2.0
"""A picture of the shared objects that are reached from one."""

import base64
import html

from .. import _native
from ._display import SVG
from ._tables import parts, title

__all__ = ["drawn"]

_MOST_OBJECTS = 60
_MOST_TEXT = 28
_WIDTH, _HEIGHT, _ACROSS, _DOWN, _EDGE = 200, 30, 330, 48, 10


def _short(text):
    return html.escape(text if len(text) <= _MOST_TEXT else text[: _MOST_TEXT - 1] + "…")


class _Graph:
    """Objects in columns: one more step from the first object, one column further to the right."""

    def __init__(self, first):
        self.places, self.titles, self.edges, self.left_out = {}, {}, [], 0
        column = [first]
        self._place(first, 0, 0)
        while column:
            column = self._next(column)

    def _place(self, value, across, down):
        mark = _native.identity(value)
        self.places[mark] = across, down
        self.titles[mark] = title(value)

    def _next(self, column):
        found = []
        for value in column:
            mark = _native.identity(value)
            across = self.places[mark][0] + 1
            for key, part in parts(value):
                if not _native.is_shared(part):
                    continue
                other = _native.identity(part)
                if other not in self.places:
                    if len(self.places) >= _MOST_OBJECTS:
                        self.left_out += 1
                        continue
                    self._place(part, across, len(found))
                    found.append(part)
                self.edges.append((mark, key, other))
        return found

    def _corner(self, mark):
        across, down = self.places[mark]
        return _EDGE + across * _ACROSS, _EDGE + down * _DOWN

    def _box(self, mark):
        x, y = self._corner(mark)
        return (
            f'<rect x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="5" fill="#eef3fb" stroke="#4a6fa5"/>'
            f'<text x="{x + 8}" y="{y + 20}">{_short(self.titles[mark])}</text>'
        )

    def _arrow(self, edge, labels):
        source, key, target = edge
        x1, y1 = self._corner(source)
        x2, y2 = self._corner(target)
        x1, y1, y2 = x1 + _WIDTH, y1 + _HEIGHT // 2, y2 + _HEIGHT // 2
        if x2 <= x1:  # back to where it came from, round below
            bow = max(y1, y2) + _DOWN
            path, x, y = f"M{x1},{y1} C{x1 + 60},{bow} {x2 - 60},{bow} {x2},{y2}", x1 + 8, y1 + _HEIGHT // 2
        else:
            middle = (x1 + x2) // 2
            path, x, y = f"M{x1},{y1} C{middle},{y1} {middle},{y2} {x2},{y2}", x2 - 8, y2 - 4
        anchor = "end" if x2 > x1 else "start"
        labels.append(f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="#666">{_short(key)}</text>')
        return f'<path d="{path}" fill="none" stroke="#999" marker-end="url(#so-arrow)"/>'

    def svg(self):
        width = 2 * _EDGE + max(across for across, _ in self.places.values()) * _ACROSS + _WIDTH + 70
        height = 2 * _EDGE + (max(down for _, down in self.places.values()) + 1) * _DOWN + _HEIGHT
        labels = []
        drawn = [self._arrow(edge, labels) for edge in self.edges] + labels + [self._box(mark) for mark in self.places]
        if self.left_out:
            drawn.append(f'<text x="{_EDGE}" y="{height - 8}">{self.left_out:,} more are not shown</text>')
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" font-size="12">'
            '<defs><marker id="so-arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
            f'<path d="M0,0 L8,4 L0,8 z" fill="#999"/></marker></defs>{"".join(drawn)}</svg>'
        )


class _Picture(SVG):
    """Also as an image: nbconvert strips SVG of what draws."""

    def _repr_html_(self):
        data = base64.b64encode(self.data.encode()).decode()
        return f'<img alt="shared objects and what refers to them" src="data:image/svg+xml;base64,{data}">'


def drawn(value):
    """The picture of a shared object and what is reached from it."""
    if not _native.is_shared(value):
        raise TypeError(f"only shared objects can be drawn, not {type(value).__name__!r}")
    return _Picture(_Graph(value).svg())
