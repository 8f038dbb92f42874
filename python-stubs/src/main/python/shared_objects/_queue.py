# SPDX-License-Identifier: Apache-2.0
"""A queue between interpreters with the protocol of ``queue.Queue``."""

import time
import types

from . import _native
from ._classes.definition import own
from ._errors import NotShareableError
from ._object import Object
from ._transactions import abandon, in_transaction, retry, run, step, undone, within
from ._waiting import until

__all__ = ["Queue", "ShutDown"]

_begin_in = _native.begin_in
_commit = _native.commit
_wait = _native.retry_wait

_ring_put = _native.ring_put
_ring_take = _native.ring_take
_ring_look = _native.ring_look

# Items lie in rings, lists that begin with the number of items ever put into the queue, the number got so far, how many there may be,
# and the next ring. The places behind that are used in turn. ring_put and ring_take are steps on one ring, everything else is a
# transaction. A ring grows up to a size; then there will be a next one, and nothing more is put into this one.
_PUT, _GOT, _BOUND, _NEXT, _PLACES = range(5)
_SMALLEST = 8
_LARGEST = 256

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


def _ring(number, places, bound):
    return [number, number, bound, None, *[None] * places]


def _grow(ring, number, places):
    """Twice as many places for a full ring."""
    items = _native.list_snapshot(ring)[_PLACES:]
    larger = _ring(number, 2 * places, 0)
    first = larger[_GOT] = number - places
    for n in range(first, number):
        larger[_PLACES + n % (2 * places)] = items[n % places]
    _native.list_replace(ring, larger)


def _set_bound(queue, number):
    queue._maxsize = number
    queue._tail[_BOUND] = 0


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
        self._head = self._tail = _native.list_new(_ring(0, _SMALLEST, 0))

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
        done = self._done
        while True:
            # Numbers only grow: the same before and after another was read, it belongs to that moment.
            before, put = done[0], self._tail[_PUT]
            if done[0] == before:
                return put - before

    def qsize(self):
        """Return the number of items."""
        while True:
            head = self._head
            before, put = head[_GOT], self._tail[_PUT]
            if self._head is head and head[_GOT] == before:
                return put - before

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
            ring = self._tail
            done = _ring_put(ring, item)
            if done == 0 and block and _ring_look(ring, False):
                done = _ring_put(ring, item)
            if done == 1:
                return
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
            ring = self._head
            item = _ring_take(ring, _NOTHING)
            if item is _NOTHING and block and _ring_look(ring, True):
                item = _ring_take(ring, _NOTHING)
            if item is not _NOTHING:
                return item
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
        ring = self._tail
        number = ring[_PUT]
        if number - ring[_GOT] >= ring[_BOUND]:
            ring = self._make_room(ring, number)
            if ring is None:
                return False
        try:
            ring[_PLACES + number % (len(ring) - _PLACES)] = item
        except NotShareableError:
            within(self, _native.share, item)  # says where in the item, not where in the ring
            raise
        ring[_PUT] = number + 1
        return True

    def _make_room(self, ring, number):
        """The ring that takes the next item, None if the queue is full."""
        if self.is_shutdown:
            raise ShutDown
        bound, head = self._maxsize, self._head
        if 0 < bound <= number - head[_GOT]:
            return None
        places = len(ring) - _PLACES
        if number - ring[_GOT] == places:
            if places < _LARGEST:
                _grow(ring, number, places)
                places *= 2
            else:
                ring[_BOUND], ring[_NEXT] = 0, _ring(number, places, 0)
                ring = self._tail = ring[_NEXT]
        if bound <= 0:
            ring[_BOUND] = places
        else:
            # With others before it, the ring does not tell by itself whether the queue is full.
            ring[_BOUND] = min(places, bound) if ring is head else 0
        return ring

    def _get(self):
        """Remove and return the first item, _NOTHING if there is none."""
        ring = self._head
        number = ring[_GOT]
        if number == ring[_PUT]:
            return self._get_from_next(ring)
        place = _PLACES + number % (len(ring) - _PLACES)
        item = ring[place]
        ring[place] = None
        ring[_GOT] = number + 1
        return item

    def _get_from_next(self, ring):
        following = ring[_NEXT]
        if following is not None:
            self._head = following
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
        if count >= self._tail[_PUT]:
            raise ValueError("task_done() called too many times")
        done[0] = count + 1

    def _join(self):
        if self._tail[_PUT] != self._done[0]:
            retry()

    def _shutdown(self, immediate):
        tail, done = self._tail, self._done
        if immediate:
            rest = tail[_PUT] - self._head[_GOT]
            for _ in range(rest):
                self._get()
            done[0] = min(done[0] + rest, tail[_PUT])
        tail[_BOUND] = 0
        self.is_shutdown = True
