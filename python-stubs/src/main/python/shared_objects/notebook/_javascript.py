# SPDX-License-Identifier: Apache-2.0
"""Cells in JavaScript. The host runs them, in a context beside this interpreter; objects pass between both by reference."""

import linecache

from polyglot import ForeignException, ForeignExecutable, ForeignObject

from .. import _native
from .._transactions import abandon, atomically, or_else
from ._display import display
from ._errors import JavaScriptError
from ._formatting import METHODS, encoded, plain

__all__ = ["Shown", "run"]

_BUSY = "JavaScript runs in one thread at a time, and another one is in it: let the cell end, or wait for that thread"
# Truffle's own words for that.
_OTHER_THREAD = "Multi threaded access requested"

# What runs JavaScript, once a cell has been.
_host = None


class Shown:
    """A value of JavaScript and its text there."""

    def __init__(self, value, text):
        self.value = value
        self._text = text

    def __repr__(self):
        return self._text

    def _repr_mimebundle_(self, include=None, exclude=None):
        if not isinstance(self.value, ForeignObject):
            return {}
        forms = {mime: getattr(self.value, name)() for name, mime in METHODS if hasattr(self.value, name)}
        return {mime: encoded(form) for mime, form in forms.items() if form is not None}


class _Thrown(Exception):
    """What a function in JavaScript has thrown, on its way through a transaction."""


class ForeignError(RuntimeError, ForeignObject):
    """What exceptions of other languages are to Python that come by other ways than a call of a function."""

    def __str__(self):
        text = super().__str__()
        return _BUSY if _OTHER_THREAD in text else text


class Function(ForeignExecutable):
    """What functions of other languages are to Python: a call of one of JavaScript's raises what Python code can handle."""

    def __call__(self, *arguments):
        if not _native.is_of_other_context(self):
            return super().__call__(*arguments)
        kind, *rest = _host.call_javascript(self, *arguments)
        if kind == "value":
            return rest[0]
        if kind == "busy":
            raise RuntimeError(_BUSY)
        raise _failed(kind, *rest)


def _body(call):
    def javascript():
        ok, value = call()
        if ok:
            return value
        raise _Thrown(value) if isinstance(value, ForeignObject) or not isinstance(value, BaseException) else value

    return javascript


def _outcome(function, *args, **kwargs):
    """(True, result) or (False, exception): exceptions that pass between the languages by themselves lose their type."""
    try:
        return True, function(*args, **kwargs)
    except _Thrown as thrown:
        return False, thrown.args[0]
    except BaseException as error:
        return False, error


def _transact(call, retries, timeout):
    return _outcome(atomically, _body(call), retries=retries, timeout=timeout)


def _or_else(first, second):
    return _outcome(or_else, _body(first), _body(second))


def _is_plain(value):
    return value is None or isinstance(value, (bool, int, float, str, ForeignObject))


def _text(value):
    """The text of a value of Python, None for one of JavaScript."""
    return None if isinstance(value, ForeignObject) else plain(value)


def _result(value, text):
    return Shown(value, text) if _is_plain(value) else value


def _display(value, text):
    display(_result(value, text))


def _lines(frames):
    lines = []
    for file, line, function in frames:
        if line == 1:
            continue  # there is the magic, and what was put around a cell that awaits
        if line == 0:
            lines.append(f"    at {function or 'the top level of the cell'}")
            continue
        place = f"{file}, line {line}"
        text = linecache.getline(file, line).strip()
        lines.append(f"    at {f'{function} ({place})' if function else place}{f': {text}' if text else ''}")
    return lines


def _failed(kind, *rest):
    """The exception to raise for what JavaScript has thrown."""
    if kind == "interrupted":
        return KeyboardInterrupt()
    if kind == "python":
        error, frames = rest
        error.add_note("\n".join(_lines(frames)))
        return error
    name, message, frames, thrown = rest
    return JavaScriptError(name, message, _lines(frames), thrown)


def _start(host):
    """To be called before another function of JavaScript is seen."""
    global _host
    _host = host
    _native.replace_foreign_class(ForeignExecutable, Function)
    _native.replace_foreign_class(ForeignException, ForeignError)


def run(host, code, file):
    """Run the text of a cell and return its value, None for undefined."""
    import shared_objects

    if _host is None:
        _start(host)
    linecache.cache[file] = (len(code), None, f"{code.rstrip()}\n".splitlines(True), file)
    kind, *rest = host.javascript(code, file, shared_objects, _transact, _or_else, _text, _display)
    if kind == "value":
        value, text = rest
        return None if text is None else _result(value, text)
    if kind == "interrupted":
        abandon()
    raise _failed(kind, *rest)
