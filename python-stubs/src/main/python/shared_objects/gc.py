# SPDX-License-Identifier: Apache-2.0
"""The collector of shared objects. It works by itself; this is for those who want to see what it has done, and why it
has not released something.
"""

import sys

from . import _native

__all__ = ["collect", "paths", "stats"]

_FIGURES = (
    "size_bytes",
    "used_bytes",
    "allocated_bytes",
    "allocated_blocks",
    "free_bytes",
    "live_bytes",
    "live_blocks",
    "released_bytes",
    "released_blocks",
    "collections",
    "given_up",
    "lag",
    "handles",
    "interpreter_handles",
    "processes",
    "delays",
)
_PROCESS = ("pid", "self", "threads", "handles")
_DELAY = ("pid", "self", "threads", "description")


def collect():
    """Release what nobody can reach any more in the current heap, and return how many bytes that were.

    Blocks until it is done, while other threads and interpreters go on. Java's collector looks first which objects no variable
    of this process holds any more. Returns 0 when somebody was in a single operation for too long; ``stats()["delays"]`` says who.
    RuntimeError inside a transaction, HeapCorruptError when the heap is damaged.
    """
    return _native.gc_collect(True)


def stats(*, by=None):
    """Return a dict about the current heap. Nobody is stopped for it; the figures are of about one moment.

    ``size_bytes`` is the most the heap may grow to, ``used_bytes`` the memory it takes now; of that ``allocated_bytes``
    in ``allocated_blocks`` are in use, garbage, or kept ready by threads, and ``free_bytes`` are in no block.

    ``live_bytes`` and ``live_blocks`` are what the last completed collection of any process found to be reachable,
    ``released_bytes`` and ``released_blocks`` what it gave back. It ended ``lag`` seconds ago (None before the first
    one). ``collections`` counts the completed ones since the heap was made, ``given_up`` those that were given up
    since the last of them, and ``delays`` lists who keeps memory from being released: dicts of ``pid``,
    ``self`` (whether it is this process), ``threads`` in an operation (0: the process stands still), and a
    ``description``.

    ``handles`` is the number of objects that this process keeps from being released: those in variables of all its
    interpreters, jobs of workers, and texts it knows as keys; ``interpreter_handles`` those of this interpreter.
    ``processes`` has a dict of ``pid``, ``self``, ``threads`` and ``handles`` for each process that has the heap open.

    With ``by="kind"`` or ``by="class"`` there also is a dict under ``"kinds"`` or ``"classes"`` of what is reached now:
    from names such as ``list``, ``str`` and ``instance``, or from names of classes, to dicts of ``objects`` and ``bytes``, the
    largest first. The parts of a large container count for it. That looks at every object, about a second for a million,
    while other threads go on. ValueError for another ``by``.
    """
    if by not in (None, "kind", "class"):
        raise ValueError(f"by must be 'kind', 'class' or None: by={by!r}")
    figures = dict(zip(_FIGURES, _native.gc_stats(), strict=True))
    figures["processes"] = [dict(zip(_PROCESS, each, strict=True)) for each in figures["processes"]]
    figures["delays"] = [dict(zip(_DELAY, each, strict=True)) for each in figures["delays"]]
    if by is not None:
        rows = _native.gc_census(by == "class")
        figures["classes" if by == "class" else "kinds"] = {
            name: {"objects": objects, "bytes": size} for name, objects, size in rows
        }
    return figures


def paths(thing, /, limit=10):
    """Return why a shared object is not released: a list of ways by which it is reached, the shortest first.

    They read like ``root['a'][3].name``. What belongs to the implementation is reached from ``system``. Only an object
    that is reached from neither is looked for in what processes hold: ``<process 4711>.link``; the variable that
    the object was passed in is among those.

    Others go on meanwhile, so that a way may never have been there as a whole. Looks at every object in the heap if it has
    to, about a second for a million; other threads of this interpreter go on. TypeError for what is no shared
    object, ValueError unless ``limit`` is positive.
    """
    if limit < 1:
        raise ValueError(f"limit must be positive: limit={limit}")
    return list(_native.gc_paths(thing, min(limit, sys.maxsize)))
