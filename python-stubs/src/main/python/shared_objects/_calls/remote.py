# SPDX-License-Identifier: Apache-2.0
"""Exceptions on their way from one interpreter to another: type by name, arguments by value, traceback as text."""

import builtins
import os
import sys

from .. import _native
from .._errors import NotShareableError
from .naming import MAINS, find, module_of

__all__ = ["pack", "unpack"]

_PACKAGE = os.path.dirname(os.path.dirname(__file__))


class RemoteTraceback(Exception):
    """The traceback of the other interpreter; the cause of the exception that came from there."""

    def __init__(self, text):
        self.text = text

    def __str__(self):
        return self.text


def _shareable(value):
    try:
        return _native.share(value)
    except NotShareableError:
        return repr(value)


def _attributes(error):
    state = {}
    for name, value in getattr(error, "__dict__", {}).items():
        if not name.startswith("__"):
            state[name] = _shareable(value)
    return state


def _from_user_code(trace):
    """The traceback without the frames of this package it begins with."""
    inner = trace
    while inner is not None and inner.tb_frame.f_code.co_filename.startswith(_PACKAGE):
        inner = inner.tb_next
    return inner or trace


def pack(error):
    """Return a dict that can be shared and from which ``unpack`` makes the exception again."""
    import traceback  # not at the top: most functions do not fail

    kind = type(error)
    text = "".join(traceback.format_exception(kind, error, _from_user_code(error.__traceback__)))
    return {
        "module": kind.__module__,
        "name": kind.__qualname__,
        "args": tuple(_shareable(value) for value in error.args),
        "state": _attributes(error),
        "text": f'\n"""\n{text}"""',
        "line": traceback.format_exception_only(kind, error)[-1].strip(),
    }


def _kind(packed):
    module = module_of(packed["module"])
    kind = find(module, packed["name"]) if module in sys.modules else None
    if kind is None and module not in MAINS:
        try:
            __import__(module)
        except ImportError:
            return None
        kind = find(module, packed["name"])
    return kind if isinstance(kind, type) and issubclass(kind, BaseException) else None


def _make(kind, args, state):
    if kind.__module__ == builtins.__name__:
        return kind(*args)
    error = kind.__new__(kind, *args)
    error.args = args
    for name, value in state.items():
        setattr(error, name, value)
    return error


def unpack(packed):
    """Return the exception with the remote traceback as its ``__cause__``; RuntimeError if its type is not known here."""
    kind = _kind(packed)
    try:
        error = None if kind is None else _make(kind, packed["args"], dict(packed["state"]))
    except Exception:
        error = None
    if error is None:
        error = RuntimeError(packed["line"])
    error.__cause__ = RemoteTraceback(packed["text"])
    return error
