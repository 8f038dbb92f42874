# SPDX-License-Identifier: Apache-2.0
"""How a transaction that has found the heap full waits for room."""

import time

from . import _native

__all__ = ["Room"]

_SECONDS = 10.0
# What was released may have gone to others, who have made garbage of something else since.
_FRUITLESS = 3


class Room:
    """One transaction's wait: it is run again and again, for a bounded time."""

    def __init__(self):
        self.error = None  # what the last run has ended with, until room was waited for
        self._end = time.monotonic() + _SECONDS
        self._fruitless = 0
        self._released = _native.gc_released()

    def wait(self, deadline=None):
        """Wait for a collection; raise the error when it is not worth running again, or too late. The last run has been undone."""
        error, self.error = self.error, None
        if time.monotonic() >= (self._end if deadline is None else min(self._end, deadline)):
            raise error
        # What a first collection has not released may be held by wrappers that nobody has any more.
        _native.gc_collect(self._fruitless > 0)
        before, self._released = self._released, _native.gc_released()
        self._fruitless = self._fruitless + 1 if self._released == before else 0
        if self._fruitless > _FRUITLESS:
            raise error
