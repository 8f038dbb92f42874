# SPDX-License-Identifier: Apache-2.0
"""The collector of shared objects. It works by itself; this is for those who want to see what it has done."""

from . import _native

__all__ = ["collect", "stats"]


def collect():
    """Release what nobody can reach any more in the current heap, and return how many bytes that were.

    Blocks until it is done, while other threads and interpreters go on. Java's collector looks first which objects no variable
    of this process holds any more. Returns 0 when somebody was in a transaction for too long. RuntimeError inside a
    transaction, HeapCorruptError when the heap is damaged.
    """
    return _native.gc_collect(True)


def stats():
    """Return a dict about the current heap.

    ``live_bytes`` and ``live_blocks`` are what the last collection by this process has found to be reachable,
    ``released_bytes`` and ``released_blocks`` what it has released. ``collections`` counts those of this process;
    ``handles`` is the number of objects that this process keeps from being released: those in variables of all its
    interpreters, jobs of workers, and texts it knows as keys.
    """
    names = ("live_bytes", "live_blocks", "released_bytes", "released_blocks", "collections", "handles")
    return dict(zip(names, _native.gc_stats(), strict=True))
