# SPDX-License-Identifier: Apache-2.0
"""Meeting points between interpreters with the protocols of ``threading.Event`` and ``threading.Barrier``."""

from . import _native
from ._classes.definition import own
from ._object import Object
from ._transactions import atomically, retry, within

__all__ = ["Barrier", "Event"]


def _broken():
    from threading import BrokenBarrierError  # not at the top: few programs need it

    return BrokenBarrierError()


@own
class Event(Object):
    """A flag that interpreters can wait for."""

    def __init__(self):
        self._flag = False

    def __repr__(self):
        return f"<shared_objects.Event {'set' if self._flag else 'unset'}>"

    def is_set(self):
        """Whether the flag is true."""
        return self._flag

    def set(self):
        """Make the flag true and wake all who wait for it."""
        self._flag = True

    def clear(self):
        """Make the flag false."""
        self._flag = False

    def wait(self, timeout=None):
        """Block until the flag is true; False if ``timeout`` seconds have passed. In a transaction acts as retry()."""
        try:
            within(self, atomically, self._require, timeout=timeout)
        except TimeoutError:
            return False
        return True

    def _require(self):
        if not self._flag:
            retry()


@own
class Barrier(Object):
    """A point where ``parties`` interpreters or threads wait until all of them have come."""

    def __init__(self, parties, *, timeout=None):
        if parties < 1:
            raise ValueError("parties must be > 0")
        self.parties = parties
        self._timeout = timeout
        self._arrived = 0
        self._round = 0
        self._failed = -1
        self._aborted = False

    def __repr__(self):
        state = "broken" if self._aborted else f"waiters={self._arrived}/{self.parties}"
        return f"<shared_objects.Barrier {state}>"

    @property
    def n_waiting(self):
        """How many wait now."""
        return self._arrived

    @property
    def broken(self):
        """Whether the barrier was aborted or a wait timed out."""
        return self._aborted

    def wait(self, timeout=None):
        """Block until all parties have come and return a different number from 0 on to each of them.

        threading.BrokenBarrierError if the barrier is aborted or reset meanwhile, or ``timeout`` seconds have passed,
        which breaks the barrier for all. RuntimeError inside a transaction.
        """
        if _native.in_transaction():
            raise RuntimeError("Barrier.wait() inside a transaction would never be met")
        index, number = within(self, atomically, self._arrive)
        try:
            met = within(self, atomically, self._met, number, timeout=self._timeout if timeout is None else timeout)
        except BaseException as error:
            within(self, atomically, self._abandon, number)
            if isinstance(error, TimeoutError):
                raise _broken() from None
            raise
        if not met:
            raise _broken()
        return index

    def reset(self):
        """Make the barrier as new; those who wait now get BrokenBarrierError."""
        within(self, atomically, self._reset)

    def abort(self):
        """Break the barrier: those who wait now or later get BrokenBarrierError."""
        within(self, atomically, self._abort)

    def _arrive(self):
        if self._aborted:
            raise _broken()
        index, number = self._arrived, self._round
        self._arrived = index + 1
        if self._arrived == self.parties:
            self._round = number + 1
            self._arrived = 0
        return index, number

    def _met(self, number):
        if self._failed >= number:
            return False
        if self._round == number:
            retry()
        return True

    def _abandon(self, number):
        if self._round == number:
            self._abort()

    def _abort(self):
        self._aborted = True
        self._next_round()

    def _reset(self):
        self._aborted = False
        if self._arrived:
            self._next_round()

    def _next_round(self):
        self._failed = self._round
        self._round += 1
        self._arrived = 0
