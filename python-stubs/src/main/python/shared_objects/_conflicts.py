# SPDX-License-Identifier: Apache-2.0
"""The report of ``explain_conflicts``. Imported when it is asked for."""

import reprlib
from collections.abc import Sequence

from . import _native
from ._containers import list as shared_list
from ._dicts import dict as shared_dict
from ._places import places
from ._sets import set as shared_set

__all__ = ["Conflict", "Conflicts", "report"]

_HEADINGS = ("times", "object", "touched", "transaction")


class Conflict:
    """How often the transactions of a function ran again because of an object."""

    __slots__ = ("count", "function", "object", "path", "touched", "type")

    def __init__(self, count, type, object, path, touched, function):
        self.count = count
        self.type = type
        self.object = object
        self.path = path
        self.touched = touched
        self.function = function

    def _parts(self):
        if isinstance(self.object, (shared_list, shared_dict)):
            return ", ".join(f"[{reprlib.repr(part)}]" for part in self.touched)
        if isinstance(self.object, shared_set):
            return ", ".join(reprlib.repr(part) for part in self.touched)
        return ", ".join(f".{name}" for name in self.touched)

    def cells(self):
        """The columns of a table."""
        if self.object is None:
            kind = f"{self.type} (several)" if self.type else "(not known)"
            return str(self.count), kind, "", self.function or "(several)"
        return str(self.count), f"{self.type} {self.path or ''}".rstrip(), self._parts(), self.function

    def __repr__(self):
        fields = ((name, getattr(self, name)) for name in ("count", "type", "path", "touched", "function"))
        return f"Conflict({', '.join(f'{name}={value!r}' for name, value in fields)})"


class Conflicts(Sequence):
    """Records of conflicts, the most frequent first. ``total`` is their number; printed it is a table."""

    def __init__(self, records):
        self._records = tuple(records)
        self.total = sum(record.count for record in self._records)

    def __len__(self):
        return len(self._records)

    def __getitem__(self, index):
        found = self._records[index]
        return Conflicts(found) if isinstance(index, slice) else found

    def __str__(self):
        if not self._records:
            return "no transaction had to run again"
        rows = [_HEADINGS, *(record.cells() for record in self._records)]
        times, kind, touched, _ = (max(map(len, column)) for column in zip(*rows))
        return "\n".join(f"{a:>{times}}  {b:<{kind}}  {c:<{touched}}  {d}".rstrip() for a, b, c, d in rows)

    __repr__ = __str__


def _record(paths, type, thing, touched, function, count):
    if thing is None:
        return Conflict(count, type, None, None, touched, function)
    return Conflict(count, thing.__class__.__name__, thing, paths.get(_native.identity(thing)), touched, function)


def report(reset):
    """What ``explain_conflicts`` returns."""
    rows = _native.conflicts()
    if reset:
        _native.reset_conflicts()
    paths = places([row[1] for row in rows if row[1] is not None])
    return Conflicts(_record(paths, *row) for row in rows)


for _class in (Conflict, Conflicts):
    _class.__module__ = "shared_objects"
del _class
