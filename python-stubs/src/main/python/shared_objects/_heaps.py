# SPDX-License-Identifier: Apache-2.0
"""Heaps: the host's own and others attached by name or path."""

import os
import sys

from . import _native

__all__ = ["Heap", "attach", "heaps"]

_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}


def _bytes(size):
    if size is None:
        return 0
    if isinstance(size, str):
        import re  # not at the top: it takes its time

        match = re.fullmatch(r"(\d+)\s*([kmgt]?)(i?b)?", size.strip().lower())
        if match is None:
            raise ValueError(f"size must be bytes or like '256m': size={size!r}")
        return _positive(int(match[1]) * _UNITS[match[2]], size)
    if not isinstance(size, int) or isinstance(size, bool):
        raise TypeError(f"size must be int or str, not {type(size).__name__}")
    return _positive(size, size)


def _positive(count, size):
    if count <= 0:
        raise ValueError(f"size must be positive: size={size}")
    if count > sys.maxsize:
        raise ValueError(f"size is more than any machine has: size={size}")
    return count


class Heap:
    """One shared heap. As a context manager it is where new shared objects go, and is closed at the end.

    One that is not closed is detached some time after nothing holds it or one of its objects any more.
    """

    __slots__ = ("_closed", "_entered", "_held", "_number", "__weakref__")

    def __init__(self, number):
        self._number = number
        self._entered = 0
        self._closed = False
        self._held = None

    @property
    def root(self):
        """The root dict of this heap."""
        return _native.heap_root(self._number)

    @property
    def name(self):
        """The name the heap can be attached by, None for a private one."""
        return _native.heap_info(self._number)[0]

    @property
    def path(self):
        """The heap's file, None for a private one."""
        return _native.heap_info(self._number)[1]

    @property
    def size(self):
        """The size in bytes the heap can grow to."""
        return _native.heap_info(self._number)[2]

    @property
    def used(self):
        """The bytes in use now."""
        return _native.heap_info(self._number)[3]

    def share(self, value, /):
        """Copy the value into this heap and return the shared object; an immutable value is returned as it is."""
        return _native.heap_share(self._number, value)

    def close(self):
        """Detach. Objects of the heap raise DetachedError from now on; the file stays. Closing again does nothing."""
        if self._number == 0:
            raise RuntimeError("the host's heap is closed by the host")
        while self._entered:
            self.__exit__()
        self._detach()

    def _detach(self):
        if not self._closed:
            self._closed = True
            try:
                _native.heap_close(self._number)
            finally:
                self._held = None

    def __enter__(self):
        _native.heap_enter(self._number)
        self._entered += 1
        return self

    def __exit__(self, *exception):
        if self._closed:
            return
        self._entered -= 1
        _native.heap_exit(self._number)
        if exception and not self._entered and self._number:
            self._detach()

    def __repr__(self):
        return f"<shared_objects.Heap {self.name or self.path or 'private'}>"


def attach(name_or_path, *, size=None, create=None):
    """Attach a heap by its name, or by its path if there is a slash in it.

    ``size`` (bytes, or like ``"256m"``) is the most it may grow to; it is used when the heap is created. A missing heap
    is created if ``create`` is true, or if a size is given and ``create`` is not false; otherwise FileNotFoundError.
    HeapCorruptError for a file that is no heap of this version.
    """
    wanted = _bytes(size)
    number, root = _native.heap_open(os.fspath(name_or_path), wanted, bool(wanted if create is None else create))
    heap = Heap(number)
    heap._held = root  # any object of a heap keeps it attached
    return heap


def heaps():
    """Return the names of the heaps of this user on this machine."""
    return list(_native.heap_list())


Heap.__module__ = "shared_objects"
