# SPDX-License-Identifier: Apache-2.0
"""Comparison of shared containers: native copies of both sides, taken in one step, are compared by the native method."""

from . import _native

__all__ = ["compared"]


def compared(native, snapshot, name):
    """Return the comparison ``name`` of the native class as a method of its shared class."""
    compare = getattr(native, name)

    def method(self, other, /):
        if not isinstance(other, type(self)):
            return compare(snapshot(self), other)
        return compare(*_native.snapshots(self, other))

    method.__name__ = name
    method.__qualname__ = f"{native.__name__}.{name}"
    return method
