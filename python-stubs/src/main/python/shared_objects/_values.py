# SPDX-License-Identifier: Apache-2.0
"""Copying in and out."""

from . import _native

__all__ = ["copy", "is_shared", "share"]


def share(value, /):
    """Copy the value into the heap and return the shared object; an immutable value is returned as it is.

    Aliases and cycles inside the value are kept. NotShareableError names the path to what cannot be shared; nothing is
    stored then.
    """
    return _native.share(value)


def copy(value, /):
    """Return a deep native copy, all of it as it was at one instant."""
    return _native.copy_out(value)


def is_shared(value, /):
    """Whether the value is a shared object: a shared list, dict, set, array or counter or an instance of a shared class."""
    return _native.is_shared(value)
