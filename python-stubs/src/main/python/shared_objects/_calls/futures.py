# SPDX-License-Identifier: Apache-2.0
"""Futures of spawned functions."""

import sys
from concurrent.futures import Future

from .. import _native
from .._errors import HeapFullError
from .arrival import unpack

__all__ = ["WorkerFuture", "report", "settle"]

_failed = set()


class WorkerFuture(Future):
    """A Future that knows whether somebody has asked for its outcome."""

    def result(self, timeout=None):
        try:
            return super().result(timeout)
        finally:
            self._seen()

    def exception(self, timeout=None):
        try:
            return super().exception(timeout)
        finally:
            self._seen()

    def _seen(self):
        if self.done():
            _failed.discard(self)


def _error_of(job, state):
    if state == "failed":
        return unpack(job["error"])
    if state == "full":
        return HeapFullError("heap is full: there is no room for what the function returned or raised")
    return RuntimeError("the interpreter ended before its function")


def settle(future, job, worker):
    """Block until the worker has ended and give the future its outcome."""
    try:
        _native.join(worker, -1.0)
        state = job["state"]
        if state == "done":
            future.set_result(job["result"])
            return
        error = _error_of(job, state)
    except BaseException as failure:  # or nobody would ever be told
        error = failure
    _failed.add(future)
    future.set_exception(error)


def report():
    """Print the exceptions that nobody has asked for; Ctrl-C, which has ended them all, is no news."""
    import traceback

    for future in list(_failed):
        if isinstance(future.exception(), KeyboardInterrupt):
            continue
        print("Exception in a spawned function that nobody fetched:", file=sys.stderr)
        traceback.print_exception(future.exception())
    sys.stderr.flush()
