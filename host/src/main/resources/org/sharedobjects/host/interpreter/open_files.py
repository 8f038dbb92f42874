# SPDX-License-Identifier: Apache-2.0
"""Files left open are closed at the end of the interpreter. CPython does so when it lets go of a file; GraalPy forgets the buffer, and at its end the file."""

import _io
import _thread
import atexit
import builtins
import io
import sys
from _weakrefset import WeakSet

_MOST_KEPT = 200


class _Open:
    """The builtin open(), which remembers the files of the program: those it may write to, and as long as it has them the others."""

    def __init__(self, original):
        self._original = original
        self._kept = {}
        self._read = WeakSet()
        self.__name__ = self.__qualname__ = "open"
        self.__module__ = "_io"
        self.__doc__ = original.__doc__

    def __call__(self, file, mode="r", *arguments, **keywords):
        result = self._original(file, mode, *arguments, **keywords)
        if not isinstance(file, int):
            if mode in ("r", "rb", "rt"):
                self._read.add(result)
            else:
                self._keep(result)
        return result

    def __repr__(self):
        return "<built-in function open>"

    def __reduce__(self):
        return "open"

    def _keep(self, file):
        self._kept[id(file)] = file
        if len(self._kept) > _MOST_KEPT:
            self._kept = {key: kept for key, kept in self._kept.items() if not kept.closed}
        while len(self._kept) > _MOST_KEPT:  # they hold descriptors, which would run out
            _guarded(self._kept.pop(next(iter(self._kept))), "flush")

    def close_all(self):
        """Those that threads may be using are only written: GraalPy prints Java's errors when a file is closed under a thread that reads it."""
        if _thread._count():
            for file in list(self._kept.values()):
                _guarded(file, "flush")
            return
        while self._kept:
            _, file = self._kept.popitem()
            _guarded(file, "close")
        for file in list(self._read):
            _guarded(file, "close")


def _guarded(file, method):
    try:
        getattr(file, method)()
    except Exception as error:
        if not file.closed and sys.stderr is not None:
            print(f"Exception ignored in: {file!r}\n{type(error).__name__}: {error}", file=sys.stderr)


def install():
    """To be called before the program registers anything with atexit, so that its own functions may still write."""
    keeping = _Open(builtins.open)
    builtins.open = io.open = _io.open = keeping
    atexit.register(keeping.close_all)


install
