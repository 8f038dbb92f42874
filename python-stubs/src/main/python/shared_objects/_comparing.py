# SPDX-License-Identifier: Apache-2.0
"""Comparison of shared containers: native copies of both sides, taken in one step, are compared by the native method."""

from . import _native
from ._transactions import step

__all__ = ["compared", "of_one_moment"]


def of_one_moment(snapshot, left, right):
    """Return native copies of two shared containers, taken in one step if they are in the same heap."""
    if _native.same_heap(left, right):
        return step(_both, left, right, snapshot)
    return snapshot(left), snapshot(right)


def _both(left, right, snapshot):
    return snapshot(left), snapshot(right)


def compared(native, snapshot, name):
    """Return the comparison ``name`` of the native class as a method of its shared class."""
    compare = getattr(native, name)

    def method(self, other, /):
        if not isinstance(other, type(self)):
            return compare(snapshot(self), other)
        return compare(*of_one_moment(snapshot, self, other))

    method.__name__ = name
    method.__qualname__ = f"{native.__name__}.{name}"
    return method
