# SPDX-License-Identifier: Apache-2.0
"""One living heap for many Python interpreters.

``root`` is the dict from which everything shared is reached. Native containers are copied in when they are stored;
shared objects are handed out by reference; immutable values are native. Every method of one container is one step;
``@atomic`` makes a function one.
"""

import sys
import types

from . import _binding, _imports, _json, _native, _printing, gc
from ._arrays import array, bytearray
from ._classes import shared
from ._containers import list
from ._counters import counter
from ._dicts import dict
from ._errors import (
    ClassConflictError,
    ConflictError,
    DetachedError,
    HeapCorruptError,
    HeapFullError,
    NotShareableError,
)
from ._events import Barrier, Event
from ._heaps import Heap, attach, heaps
from ._interpreters import barrier, current, spawn
from ._looking import graph, watch
from ._queue import Queue, ShutDown
from ._sets import set
from ._transactions import after_commit, atomic, atomically, explain_conflicts, in_transaction, or_else, retry
from ._values import copy, is_shared, share
from .gc import stats

__all__ = [
    "Barrier",
    "ClassConflictError",
    "ConflictError",
    "DetachedError",
    "Event",
    "Heap",
    "HeapCorruptError",
    "HeapFullError",
    "NotShareableError",
    "Queue",
    "ShutDown",
    "after_commit",
    "atomic",
    "atomically",
    "attach",
    "barrier",
    "counter",
    "current",
    "explain_conflicts",
    "gc",
    "graph",
    "heap",
    "heaps",
    "in_transaction",
    "is_shared",
    "or_else",
    "retry",
    "root",
    "share",
    "shared",
    "spawn",
    "stats",
    "watch",
]

_imports.install(
    {
        "json.encoder": _json.adapt_encoder,
        "pprint": _printing.adapt_pprint,
        "reprlib": _printing.adapt_reprlib,
    }
)


class _Package(types.ModuleType):
    """The package as a module whose ``root`` and ``heap`` can only be read."""

    @property
    def root(self):
        """The root dict of the host's heap."""
        return _native.heap_root(0)

    @property
    def heap(self):
        """The host's heap."""
        return _heap


_heap = Heap(0)
sys.modules[__name__].__class__ = _Package
del sys, types
