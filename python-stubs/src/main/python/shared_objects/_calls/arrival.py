# SPDX-License-Identifier: Apache-2.0
"""Exceptions that have come from another interpreter, made again of what ``remote`` has packed."""

import sys

from .naming import MAINS, find, module_of

__all__ = ["unpack"]

# Also where the class forbids it, as that of a frozen dataclass does.
_set = object.__setattr__


class RemoteTraceback(Exception):
    """The traceback of the other interpreter; the cause of the exception that came from there."""

    def __init__(self, text):
        self.text = text

    def __str__(self):
        return self.text


def _kind(packed):
    """The class; None where it is not to be found. Its module may do anything when it is imported."""
    try:
        module = module_of(packed["module"])
        if module not in sys.modules and module not in MAINS:
            __import__(module)
        kind = find(module, packed["name"])
    except BaseException:
        return None
    return kind if isinstance(kind, type) and issubclass(kind, BaseException) else None


def _builtin(kind):
    return next(base for base in kind.__mro__ if base.__module__ == "builtins")


class _Arrival:
    def __init__(self, packed):
        self._packed = packed
        self._made = [None] * len(packed)

    def first(self):
        self._make_all()
        for error, packed in zip(self._made, self._packed):
            self._fill(error, packed)
        return self._made[0]

    def _make_all(self):
        """Make those first that others need; members of groups have to be there, arguments only unless they go in circles."""
        left = list(reversed(range(len(self._packed))))
        strict = True
        while left:
            later = [number for number in left if not self._make(number, strict)]
            strict, left = len(later) < len(left), later

    def _make(self, number, strict):
        packed = self._packed[number]
        members = [self._made[member] for member in packed.get("members", ())]
        needed = members + [self._made[other] for other, _ in packed["args"] if other is not None and strict]
        if any(error is None for error in needed):
            return False
        try:
            self._made[number] = self._new(_kind(packed), packed, members)
        except Exception:
            self._made[number] = self._stand_in(packed, members)
        return True

    def _new(self, kind, packed, members):
        if kind is None:
            return self._stand_in(packed, members)
        base = _builtin(kind)
        if "members" in packed:
            return base.__new__(kind, packed["message"], members)
        args = self._args(packed)
        if kind is base:
            return kind(*args)
        error = base.__new__(kind, *args)
        try:
            base.__init__(error, *args)
        except Exception:
            pass  # the class has arguments of its own
        return error

    @staticmethod
    def _stand_in(packed, members):
        if "members" in packed:
            return BaseExceptionGroup(f"{packed['name']}: {packed['message']}", members)
        return RuntimeError(packed["line"])

    def _args(self, packed):
        return tuple(value if other is None else self._made[other] for other, value in packed["args"])

    def _fill(self, error, packed):
        if "members" not in packed and type(error).__qualname__ == packed["name"]:
            BaseException.args.__set__(error, self._args(packed))
        if packed["notes"]:
            _set(error, "__notes__", list(packed["notes"]))
        for name, (other, value) in packed["state"].items():
            try:
                _set(error, name, value if other is None else self._made[other])
            except Exception:
                pass  # a property that its class makes of other attributes


def unpack(packed):
    """Return the exception with the remote traceback as its ``__cause__``; RuntimeError if its class is not known here."""
    error = _Arrival(list(packed["errors"])).first()
    _set(error, "__cause__", RemoteTraceback(packed["text"]))
    return error
