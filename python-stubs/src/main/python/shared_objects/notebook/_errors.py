# SPDX-License-Identifier: Apache-2.0
"""Errors of cells, as the page shows them."""

import os
import sys
import traceback

__all__ = ["JavaScriptError", "UsageError", "described", "told"]

_HERE = os.path.dirname(os.path.abspath(__file__))


class UsageError(Exception):
    """A magic that is not there, or not used so. Shown in one line."""


class JavaScriptError(Exception):
    """What JavaScript has thrown: the name of its class there, its message, and the object itself."""

    def __init__(self, name, message, lines, thrown):
        super().__init__(f"{name}: {message}")
        self.name = name
        self.message = message
        self.thrown = thrown
        self._lines = lines

    def described(self, stack):
        """As the page shows it, behind the frames of Python that it has passed."""
        above = ["Traceback (most recent call last):", *stack] if stack else []
        return {"ename": self.name, "evalue": self.message, "traceback": [*above, str(self), *self._lines]}


def _is_ours(frame):
    return os.path.dirname(frame.filename) == _HERE


def _shown(stack):
    """The frames from the cell on, or those below ours where the error is in none; never ours."""
    first = next((i for i, frame in enumerate(stack) if frame.filename.startswith("<")), None)
    if first is None:
        first = max((i + 1 for i, frame in enumerate(stack) if _is_ours(frame)), default=0)
    return [frame for frame in stack[first:] if not _is_ours(frame)]


def _stack(error):
    stack = traceback.StackSummary.from_list(_shown(traceback.extract_tb(error.__traceback__)))
    return "".join(stack.format()).splitlines()


def told(error):
    """The text of an error as Python writes it, without frames of the notebook's own."""
    whole = traceback.TracebackException.from_exception(error)
    todo = [whole]
    while todo:
        each = todo.pop()
        each.stack[:] = _shown(each.stack)
        todo.extend(other for other in (each.__cause__, each.__context__) if other is not None)
    return "".join(whole.format())


def described(error):
    """ename, evalue and traceback of an error, whose text is that of Python."""
    name = type(error).__name__
    try:
        value = str(error)
    except Exception:
        value = "<exception str() failed>"
    if isinstance(error, JavaScriptError):
        return error.described(_stack(error))
    if isinstance(error, UsageError):
        return {"ename": name, "evalue": value, "traceback": [f"{name}: {value}"]}
    sys.last_type, sys.last_value, sys.last_traceback = type(error), error, error.__traceback__
    sys.last_exc = error
    return {"ename": name, "evalue": value, "traceback": told(error).rstrip("\n").split("\n")}
