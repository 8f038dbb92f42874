# SPDX-License-Identifier: Apache-2.0
"""A queue between interpreters with the protocol of ``queue.Queue``."""

import types

from . import _native
from ._classes.definition import own
from ._object import Object
from ._transactions import atomically, retry, within
from ._waiting import until

__all__ = ["Queue", "ShutDown"]

_FIRST_CAPACITY = 8


class ShutDown(Exception):
    """Raised by put and get of a queue that was shut down, as ``queue.ShutDown`` is from Python 3.13 on."""


ShutDown.__module__ = "shared_objects"


def _full():
    from queue import Full  # not at the top: few programs need it, and it takes its time

    return Full()


def _empty():
    from queue import Empty

    return Empty()


def _checked(timeout):
    if timeout is not None and timeout < 0:
        raise ValueError("'timeout' must be a non-negative number")
    return timeout


@own
class Queue(Object):
    """A first-in first-out queue that lives in the heap; shared objects pass through it by reference.

    Every method is one step. Blocking methods sleep until something changes; inside a transaction they act as
    ``retry()`` and do not heed their timeout. With ``maxsize`` <= 0 the queue has no bound.
    """

    __class_getitem__ = classmethod(types.GenericAlias)

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self.unfinished_tasks = 0
        self.is_shutdown = False
        self._ring = _native.list_new([None] * _FIRST_CAPACITY)
        self._first = 0
        self._count = 0

    def __repr__(self):
        return f"<shared_objects.Queue maxsize={self.maxsize} qsize={self._count}>"

    def qsize(self):
        """Return the number of items."""
        return self._count

    def empty(self):
        """Whether there are no items."""
        return self._count == 0

    def full(self):
        """Whether ``put`` would block."""
        return 0 < self.maxsize <= self._count

    def put(self, item, block=True, timeout=None):
        """Add an item; a native container is copied in. Blocks while the queue is full.

        Raises queue.Full if it does not block or ``timeout`` seconds have passed, ShutDown after ``shutdown()``.
        """
        item = within(self, _native.share, item)
        if not block:
            if not within(self, atomically, self._put, item):
                raise _full()
            return
        try:
            within(self, atomically, self._put_or_wait, item, timeout=_checked(timeout))
        except TimeoutError:
            raise _full() from None

    def get(self, block=True, timeout=None):
        """Remove and return the first item. Blocks while the queue is empty.

        Raises queue.Empty if it does not block or ``timeout`` seconds have passed, ShutDown when the queue is empty
        after ``shutdown()``.
        """
        if not block:
            found, item = within(self, atomically, self._get)
            if not found:
                raise _empty()
            return item
        try:
            return within(self, atomically, self._get_or_wait, timeout=_checked(timeout))
        except TimeoutError:
            raise _empty() from None

    def put_nowait(self, item):
        """Add an item or raise _full()."""
        self.put(item, False)

    def get_nowait(self):
        """Remove and return the first item or raise _empty()."""
        return self.get(False)

    async def aput(self, item):
        """Add an item; other asyncio tasks run while the queue is full."""
        item = within(self, _native.share, item)
        while not within(self, atomically, self._put, item):
            await until(self, lambda: self.is_shutdown or not self.full())

    async def aget(self):
        """Remove and return the first item; other asyncio tasks run while the queue is empty."""
        while True:
            found, item = within(self, atomically, self._get)
            if found:
                return item
            await until(self, lambda: self.is_shutdown or not self.empty())

    def task_done(self):
        """Say that the work for one item is done. ValueError if called more often than there were items."""
        within(self, atomically, self._task_done)

    def join(self):
        """Block until ``task_done`` was called for every item."""
        within(self, atomically, self._join)

    def shutdown(self, immediate=False):
        """Let ``put`` raise ShutDown, and ``get`` too once the queue is empty; ``immediate`` empties it now."""
        within(self, atomically, self._shutdown, immediate)

    def _put(self, item):
        if self.is_shutdown:
            raise ShutDown
        count = self._count
        if 0 < self.maxsize <= count:
            return False
        ring = self._ring
        capacity = len(ring)
        if count == capacity:
            self._grow(ring, capacity)
            capacity *= 2
        ring[(self._first + count) % capacity] = item
        self._count = count + 1
        self.unfinished_tasks += 1
        return True

    def _grow(self, ring, capacity):
        items = _native.list_snapshot(ring)
        first = self._first
        _native.list_replace(ring, items[first:] + items[:first] + [None] * capacity)
        self._first = 0

    def _get(self):
        count = self._count
        if count == 0:
            if self.is_shutdown:
                raise ShutDown
            return False, None
        ring, first = self._ring, self._first
        item = ring[first]
        ring[first] = None
        self._first = (first + 1) % len(ring)
        self._count = count - 1
        return True, item

    def _put_or_wait(self, item):
        if not self._put(item):
            retry()

    def _get_or_wait(self):
        found, item = self._get()
        if not found:
            retry()
        return item

    def _task_done(self):
        if self.unfinished_tasks <= 0:
            raise ValueError("task_done() called too many times")
        self.unfinished_tasks -= 1

    def _join(self):
        if self.unfinished_tasks:
            retry()

    def _shutdown(self, immediate):
        self.is_shutdown = True
        while immediate and self._count:
            self._get()
            if self.unfinished_tasks > 0:
                self.unfinished_tasks -= 1
