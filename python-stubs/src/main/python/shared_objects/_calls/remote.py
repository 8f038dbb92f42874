# SPDX-License-Identifier: Apache-2.0
"""Exceptions on their way from one interpreter to another: type by name, arguments by value, traceback as text."""

import os
import sys

from .. import _native
from .._errors import NotShareableError
from .naming import MAINS, find, module_of

__all__ = ["pack", "unpack"]

# What builtin classes keep beside the arguments. Not the object of an AttributeError: that is nobody's message, and may be large.
_FIELDS = {
    AttributeError: ("name",),
    ImportError: ("msg", "name", "path"),
    NameError: ("name",),
    OSError: ("errno", "strerror", "filename", "filename2"),
    StopIteration: ("value",),
    SyntaxError: ("msg", "filename", "lineno", "offset", "text", "end_lineno", "end_offset"),
    SystemExit: ("code",),
    UnicodeDecodeError: ("encoding", "object", "start", "end", "reason"),
    UnicodeEncodeError: ("encoding", "object", "start", "end", "reason"),
    UnicodeTranslateError: ("object", "start", "end", "reason"),
}
_NOTES = "__notes__"

# Also where the class forbids it, as that of a frozen dataclass does.
_set = object.__setattr__

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


def _fields(error):
    for base in type(error).__mro__:
        yield from _FIELDS.get(base, ())


def _attributes(error):
    state = {}
    for name in _fields(error):
        value = getattr(error, name, None)
        if value is not None:
            state[name] = _shareable(value)
    for name, value in getattr(error, "__dict__", {}).items():
        if name == _NOTES or not name.startswith("__"):
            state[name] = _shareable(value)
    return state


def _from_user_code(trace):
    """The traceback without the frames of this package it begins with."""
    inner = trace
    while inner is not None and inner.tb_frame.f_code.co_filename.startswith(_PACKAGE):
        inner = inner.tb_next
    return inner or trace


def _text(error):
    import traceback  # not at the top: most functions do not fail

    lines = traceback.format_exception(type(error), error, _from_user_code(error.__traceback__))
    return f'\n"""\n{"".join(lines)}"""'


def _line(error):
    import traceback

    return traceback.format_exception_only(type(error), error)[-1].strip()


def _pack_alone(error):
    kind = type(error)
    packed = {
        "module": kind.__module__,
        "name": kind.__qualname__,
        "state": _attributes(error),
        "line": _line(error),
    }
    if isinstance(error, BaseExceptionGroup):
        packed["args"] = (error.message,)
        packed["members"] = [_pack_alone(member) for member in error.exceptions]
    else:
        packed["args"] = tuple(_shareable(value) for value in error.args)
    return packed


def pack(error):
    """Return a dict that can be shared and from which ``unpack`` makes the exception again."""
    return {**_pack_alone(error), "text": _text(error)}


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


def _make(kind, packed):
    args = tuple(packed["args"])
    if issubclass(kind, BaseExceptionGroup):
        args = (*args, [_unpack_alone(member) for member in packed["members"]])
    error = kind.__new__(kind, *args)
    _set(error, "args", args)
    for name, value in dict(packed["state"]).items():
        try:
            _set(error, name, list(value) if name == _NOTES else value)
        except AttributeError:
            pass  # a property that its class makes of other attributes
    return error


def _unpack_alone(packed):
    kind = _kind(packed)
    try:
        error = None if kind is None else _make(kind, packed)
    except Exception:
        error = None
    return RuntimeError(packed["line"]) if error is None else error


def unpack(packed):
    """Return the exception with the remote traceback as its ``__cause__``; RuntimeError if its type is not known here."""
    error = _unpack_alone(packed)
    _set(error, "__cause__", RemoteTraceback(packed["text"]))
    return error
