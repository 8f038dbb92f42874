# SPDX-License-Identifier: Apache-2.0
"""Exceptions on their way from one interpreter to another: class by name, arguments and attributes by value, traceback as text.

All exceptions that one leads to, as a member of a group, an argument or an attribute, lie in one list, the first at its head, and refer to each other by
their numbers. No code of a class runs on the way there: it is made by the builtin class it descends from, and given its attributes.
"""

import copyreg
import os

from .. import _native
from .._errors import HeapFullError

__all__ = ["bare", "pack"]

# What builtin classes keep beside the arguments. Not the object of an AttributeError: that is nobody's message, and may be large.
_FIELDS = {
    AttributeError: ("name",),
    BlockingIOError: ("characters_written",),
    ImportError: ("msg", "name", "path"),
    NameError: ("name",),
    OSError: ("errno", "strerror", "filename", "filename2"),
    StopIteration: ("value",),
    SyntaxError: ("msg", "filename", "lineno", "offset", "text", "end_lineno", "end_offset"),
    SystemExit: ("code",),
}
_NOTES = "__notes__"
_NOTHING = object()
_PACKAGE = os.path.dirname(os.path.dirname(__file__))


def _quietly(function, *args, otherwise=None):
    """What the function returns; it may run anybody's code, and what that raises is not what is to be told."""
    try:
        return function(*args)
    except Exception:
        return otherwise


def _described(value):
    for base, plain in ((str, str.__str__), (int, int.__int__), (float, float.__float__)):
        if isinstance(value, base):
            return plain(value)
    text = _quietly(repr, value)
    return str.__str__(text) if isinstance(text, str) else f"<{type(value).__qualname__} object>"


def _shareable(value):
    try:
        return _native.share(value)
    except HeapFullError:
        raise
    except Exception:
        return _described(value)


def _notes(error):
    notes = _quietly(getattr, error, _NOTES)
    return [_described(note) for note in notes] if isinstance(notes, (list, tuple)) else []


def _args(error):
    return tuple(BaseException.args.__get__(error))


def _attributes(error):
    """All there is beside the arguments: fields of builtin classes, slots, and what is in the object's dict."""
    kind = type(error)
    names = [name for base in kind.__mro__ for name in _FIELDS.get(base, ())]
    slots = _quietly(copyreg._slotnames, kind, otherwise=[])
    found = {name: _quietly(getattr, error, name) for name in names}
    found = {name: value for name, value in found.items() if value is not None}
    found |= {name: value for name in slots if (value := _quietly(getattr, error, name, otherwise=_NOTHING)) is not _NOTHING}
    return found | {
        name: value
        for name, value in _quietly(vars, error, otherwise={}).items()
        if isinstance(name, str) and not name.startswith("__")
    }


def _line(error):
    """Class and message, as at the end of a traceback."""
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ in ("builtins", "__main__") else f"{kind.__module__}.{kind.__qualname__}"
    text = _quietly(str, error, otherwise="<exception str() failed>")
    return f"{name}: {text}" if text else name


def _from_user_code(trace):
    """The traceback without the frames of this package it begins with."""
    inner = trace
    while inner is not None and inner.tb_frame.f_code.co_filename.startswith(_PACKAGE):
        inner = inner.tb_next
    return inner or trace


def _text(error):
    import traceback  # not at the top: most functions do not fail

    trace = _from_user_code(error.__traceback__)
    lines = _quietly(traceback.format_exception, type(error), error, trace)
    if lines is None:
        lines = [*_quietly(traceback.format_tb, trace, otherwise=[]), _line(error)]
    return f'\n"""\n{"".join(lines)}"""'


def _named(error):
    kind = type(error)
    return {"module": str(kind.__module__), "name": kind.__qualname__, "line": _line(error)}


class _Packing:
    """The exceptions met so far, by number."""

    def __init__(self, first):
        self._met = [first]
        self._numbers = {id(first): 0}

    def all(self):
        packed = []
        for error in self._met:  # which grows meanwhile
            packed.append(self._packed(error))
        return packed

    def _number(self, error):
        number = self._numbers.setdefault(id(error), len(self._met))
        if number == len(self._met):
            self._met.append(error)
        return number

    def _packed(self, error):
        packed = {**_named(error), "notes": _notes(error)}
        args, attributes = _args(error), _attributes(error)
        if isinstance(error, BaseExceptionGroup):
            # Not what a class makes of them: the real members never go in circles.
            packed["message"] = _shareable(BaseExceptionGroup.message.__get__(error))
            packed["members"] = [self._number(member) for member in BaseExceptionGroup.exceptions.__get__(error)]
            args = ()
        packed["args"] = tuple(self._value(value) for value in args)
        packed["state"] = {name: self._value(value) for name, value in attributes.items()}
        return packed

    def _value(self, value):
        """A pair: the number of an exception, or None and any other value."""
        return (self._number(value), None) if isinstance(value, BaseException) else (None, _shareable(value))


def pack(error):
    """Return a dict that can be shared and from which ``unpack`` makes the exception again."""
    return {"errors": _Packing(error).all(), "text": _text(error)}


def bare(error):
    """The same with nothing of the exception but its class, its message and where it was raised."""
    return {"errors": [{**_named(error), "notes": [], "args": (), "state": {}}], "text": _text(error)}
