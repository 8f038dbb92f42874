# SPDX-License-Identifier: Apache-2.0
"""Pictures of shared objects. What makes them is imported when it is needed."""

__all__ = ["graph", "watch"]


def watch(value, /):
    """Show a shared object, and show it again whenever it has changed, at most 20 times a second.

    What is shown of a container, its first rows, is followed. Returns an object whose ``stop()`` ends it. TypeError
    for what is no shared object, RuntimeError inside a transaction.
    """
    from .notebook._watching import Watch

    return Watch(value)


def graph(value, /):
    """Return a picture (SVG) of the shared objects reached from this one, 60 at most, which a notebook shows.

    Of a container the first 20 elements are looked at. Others go on meanwhile, so that the whole may never have been
    so. TypeError for what is no shared object.
    """
    from .notebook._drawing import drawn

    return drawn(value)
