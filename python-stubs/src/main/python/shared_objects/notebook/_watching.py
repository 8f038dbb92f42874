# SPDX-License-Identifier: Apache-2.0
"""A display that follows a shared object."""

import threading
import time

from .. import _native
from .._transactions import atomically, in_transaction, retry, within
from ._display import HTML, DisplayHandle
from ._tables import described

__all__ = ["Watch"]

_PAUSE = 0.05
_LOOK_UP = 1.0


class Watch:
    """What ``watch`` returns. ``stop()`` ends it; the display keeps what it shows."""

    def __init__(self, value):
        if not _native.is_shared(value):
            raise TypeError(f"only a shared object can be watched, not {type(value).__name__!r}")
        if in_transaction():
            raise RuntimeError("watch() inside a transaction would see no change")
        self._value = value
        self._shown = within(value, described, value).data
        self._stopped = False
        self._handle = DisplayHandle().display(HTML(self._shown))
        self._thread = threading.Thread(target=self._follow, name="watch", daemon=True)
        self._thread.start()

    def __repr__(self):
        return f"<Watch {'stopped' if self._stopped else 'running'}>"

    def stop(self):
        """Show the object as it is now, for the last time."""
        self._stopped = True
        self._thread.join()

    def _now(self):
        return described(self._value).data

    def _changed(self):
        """What is to be shown; blocks until that is something else."""
        now = self._now()
        if now == self._shown:
            retry()
        return now

    def _update(self, now):
        if now != self._shown:
            self._shown = now
            self._handle.update(HTML(now))

    def _follow(self):
        while not self._stopped:
            try:
                self._update(within(self._value, atomically, self._changed, timeout=_LOOK_UP))
            except TimeoutError:
                pass  # to see whether anybody wants to go on
            time.sleep(_PAUSE)
        self._update(within(self._value, atomically, self._now))
