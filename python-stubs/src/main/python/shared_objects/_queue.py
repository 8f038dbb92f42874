# SPDX-License-Identifier: Apache-2.0
"""A queue between interpreters with the protocol of ``queue.Queue``."""

import time
import types

from . import _native
from ._classes.definition import own
from ._object import Object
from ._transactions import abandon, in_transaction, retry, run, step, undone, within
from ._waiting import until

__all__ = ["Queue", "ShutDown"]

_begin_in = _native.begin_in
_commit = _native.commit
_wait = _native.retry_wait

# Who gets has the list _head, [number of items got, lane, …], who puts has _tail, [number of items put, …, lane, …], who tells of
# items done has _done. The lanes of a segment take turns, so that one who gets and one who puts a little further meet in no list.
# A free place holds _head, which nobody else can put.
_LANE_BITS = 2
_LANES = 1 << _LANE_BITS
_LANE_MASK = _LANES - 1
_DEPTH = 16
_PLACE_MASK = _DEPTH - 1
_SLOTS = _LANES * _DEPTH
# A segment is used again half by half; a next one is begun where the next half has an item left.
_STRIDE = _SLOTS // 2

_HEAD_LANES = 1
# In _tail: the number of items at which put has to look whether it may go on, and up to which there are places.
_STOP = 1
_FREE = 2
_TAIL_LANES = 3

_NOTHING = object()


class ShutDown(Exception):
    """Raised by put and get of a queue that was shut down, as ``queue.ShutDown`` is from Python 3.13 on."""


ShutDown.__module__ = "shared_objects"


def _full():
    from queue import Full  # not at the top: few programs need it, and it takes its time

    return Full()


def _empty():
    from queue import Empty

    return Empty()


def _deadline(timeout):
    if timeout < 0:
        raise ValueError("'timeout' must be a non-negative number")
    return time.monotonic() + timeout


def _left(deadline):
    return -1.0 if deadline is None else max(0.0, deadline - time.monotonic())


def _lanes(mark):
    """The lanes of a new segment. In the first one there is room for the lanes of the next segment behind the places."""
    return [[mark] * (_DEPTH + 1) for _ in range(_LANES)]


def _set_bound(queue, number):
    queue._maxsize = number
    queue._tail[_STOP] = 0


@own
class Queue(Object):
    """A first-in first-out queue that lives in the heap; shared objects pass through it by reference.

    Every method is one step. Blocking methods sleep until something changes; inside a transaction they act as
    ``retry()`` and do not heed their timeout. With ``maxsize`` <= 0 the queue has no bound.
    """

    __class_getitem__ = classmethod(types.GenericAlias)

    def __init__(self, maxsize=0):
        self.is_shutdown = False
        self._maxsize = maxsize
        self._done = _native.list_new([0])
        head = _native.list_new([0])
        lanes = [_native.list_new(lane) for lane in _lanes(head)]
        self._head = head
        self._tail = _native.list_new([0, 0, _SLOTS, *lanes])
        head.extend(lanes)

    def __repr__(self):
        return f"<shared_objects.Queue maxsize={self._maxsize} qsize={self.qsize()}>"

    @property
    def maxsize(self):
        """The number of items at which the queue is full; none if it is not positive."""
        return self._maxsize

    @maxsize.setter
    def maxsize(self, number):
        step(_set_bound, self, number)

    @property
    def unfinished_tasks(self):
        """The number of items for which ``task_done`` was not called."""
        return self._beyond(self._done)

    def qsize(self):
        """Return the number of items."""
        return self._beyond(self._head)

    def _beyond(self, counted):
        # The numbers only grow: if one was the same before and after the other was read, both belong to that moment.
        tail, before = self._tail, counted[0]
        while True:
            put, after = tail[0], counted[0]
            if before == after:
                return put - after
            before = after

    def empty(self):
        """Whether there are no items."""
        return self.qsize() == 0

    def full(self):
        """Whether ``put`` would block."""
        return 0 < self._maxsize <= self.qsize()

    def put(self, item, block=True, timeout=None):
        """Add an item; a native container is copied in. Blocks while the queue is full.

        Raises queue.Full if it does not block or ``timeout`` seconds have passed, ShutDown after ``shutdown()``.
        """
        deadline = None if timeout is None else _deadline(timeout)
        waited = True
        while waited:
            if not _begin_in(self):
                return self._put_slowly(item, block, deadline, 0)
            try:
                there_was_room = self._put(item)
                if there_was_room or not block:
                    waited, done = False, _commit()
                else:
                    waited, done = _wait(_left(deadline)), True
            except BaseException as error:
                if not undone(error):
                    raise
                waited = done = False
        if not done:
            self._put_slowly(item, block, deadline, 1)
        elif not there_was_room:
            raise _full()

    def get(self, block=True, timeout=None):
        """Remove and return the first item. Blocks while the queue is empty.

        Raises queue.Empty if it does not block or ``timeout`` seconds have passed, ShutDown when the queue is empty
        after ``shutdown()``.
        """
        deadline = None if timeout is None else _deadline(timeout)
        waited = True
        while waited:
            if not _begin_in(self):
                return self._get_slowly(block, deadline, 0)
            try:
                item = self._get()
                if item is not _NOTHING or not block:
                    waited, done = False, _commit()
                else:
                    waited, done = _wait(_left(deadline)), True
            except BaseException as error:
                if not undone(error):
                    raise
                waited = done = False
        if not done:
            return self._get_slowly(block, deadline, 1)
        if item is _NOTHING:
            raise _empty()
        return item

    def put_nowait(self, item):
        """Add an item or raise queue.Full."""
        self.put(item, False)

    def get_nowait(self):
        """Remove and return the first item or raise queue.Empty."""
        return self.get(False)

    async def aput(self, item):
        """Add an item; other asyncio tasks run while the queue is full."""
        item = within(self, _native.share, item)
        while not step(Queue._put, self, item):
            await until(self, lambda: self.is_shutdown or not self.full())

    async def aget(self):
        """Remove and return the first item; other asyncio tasks run while the queue is empty."""
        while True:
            item = step(Queue._get, self)
            if item is not _NOTHING:
                return item
            await until(self, lambda: self.is_shutdown or not self.empty())

    def task_done(self):
        """Say that the work for one item is done. ValueError if called more often than there were items."""
        step(Queue._task_done, self)

    def join(self):
        """Block until ``task_done`` was called for every item."""
        step(Queue._join, self)

    def shutdown(self, immediate=False):
        """Let ``put`` raise ShutDown, and ``get`` too once the queue is empty; ``immediate`` empties it now."""
        step(Queue._shutdown, self, immediate)

    def _put(self, item):
        """Add the item, False if there is no room."""
        tail = self._tail
        count = tail[0]
        if count >= tail[_STOP] and not self._make_room(tail, count):
            return False
        tail[_TAIL_LANES + (count & _LANE_MASK)][(count >> _LANE_BITS) & _PLACE_MASK] = item
        tail[0] = count + 1
        return True

    def _make_room(self, tail, count):
        if self.is_shutdown:
            raise ShutDown
        bound = self._maxsize
        limit = self._head[0] + bound if bound > 0 else None
        if limit is not None and count >= limit:
            return False
        if count >= tail[_FREE]:
            tail[_FREE] = self._find_places(tail, count)
        tail[_STOP] = tail[_FREE] if limit is None else min(tail[_FREE], limit)
        return True

    def _find_places(self, tail, count):
        """See to it that there are places for the next items; up to which number of items."""
        head, last = self._head, count + _STRIDE - 1
        if tail[_TAIL_LANES + (last & _LANE_MASK)][(last >> _LANE_BITS) & _PLACE_MASK] is head:
            return count + _STRIDE
        first = tail[_TAIL_LANES]
        first[_DEPTH] = _lanes(head)
        for i, lane in enumerate(first[_DEPTH]):
            tail[_TAIL_LANES + i] = lane
        return count + _SLOTS

    def _get(self):
        """Remove and return the first item, _NOTHING if there is none."""
        head = self._head
        count = head[0]
        lane, place = head[_HEAD_LANES + (count & _LANE_MASK)], (count >> _LANE_BITS) & _PLACE_MASK
        item = lane[place]
        if item is head:
            return self._get_further(head, count, lane)
        lane[place] = head
        head[0] = count + 1
        return item

    def _get_further(self, head, count, lane):
        # A segment is left where its first lane has the turn.
        following = head if count & _LANE_MASK else lane[_DEPTH]
        if following is not head:
            for i, lane in enumerate(following):
                head[_HEAD_LANES + i] = lane
            return self._get()
        if self.is_shutdown:
            raise ShutDown
        return _NOTHING

    def _put_slowly(self, item, block, deadline, conflicts):
        """As a part of the running transaction, in one of several heaps, or once more after a conflict."""
        if in_transaction():
            self._put_or_give_up(item, block)
            return
        try:
            item = within(self, _native.share, item)
            within(self, run, Queue._put_or_give_up, (self, item, block), {}, conflicts, None, deadline)
        except TimeoutError:
            raise _full() from None
        except BaseException:
            abandon()
            raise

    def _get_slowly(self, block, deadline, conflicts):
        if in_transaction():
            return self._get_or_give_up(block)
        try:
            return within(self, run, Queue._get_or_give_up, (self, block), {}, conflicts, None, deadline)
        except TimeoutError:
            raise _empty() from None

    def _put_or_give_up(self, item, block):
        if not self._put(item):
            if not block:
                raise _full()
            retry()

    def _get_or_give_up(self, block):
        item = self._get()
        if item is _NOTHING:
            if not block:
                raise _empty()
            retry()
        return item

    def _task_done(self):
        done = self._done
        count = done[0]
        if count >= self._tail[0]:
            raise ValueError("task_done() called too many times")
        done[0] = count + 1

    def _join(self):
        if self._tail[0] != self._done[0]:
            retry()

    def _shutdown(self, immediate):
        tail, done = self._tail, self._done
        if immediate:
            rest = tail[0] - self._head[0]
            for _ in range(rest):
                self._get()
            done[0] = min(done[0] + rest, tail[0])
        tail[_STOP] = 0
        self.is_shutdown = True
