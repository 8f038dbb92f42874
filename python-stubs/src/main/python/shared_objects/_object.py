# SPDX-License-Identifier: Apache-2.0
"""The base of all shared classes. Attribute access is native (``_native.bind`` puts it on the class)."""

from . import _native
from ._transactions import step

__all__ = ["Object", "fields_view", "set_fields"]

_MISSING = object()


class _Attributes(dict):
    """A native dict of the attributes of an object, which hands on what is stored into it."""

    __slots__ = ("_owner",)

    def __init__(self, owner, fields):
        super().__init__(fields)
        self._owner = owner

    def __setitem__(self, name, value):
        _native.object_store(self._owner, name, value)
        super().__setitem__(name, _native.object_fields(self._owner).get(name, value))

    def __delitem__(self, name):
        super().__delitem__(name)
        _native.object_remove(self._owner, name)

    def __ior__(self, other):
        self.update(other)
        return self

    def update(self, other=(), /, **kwargs):
        for name, value in dict(other, **kwargs).items():
            self[name] = value

    def setdefault(self, name, default=None, /):
        if name not in self:
            self[name] = default
        return self[name]

    def pop(self, name, default=_MISSING, /):
        if name not in self:
            return super().pop(name) if default is _MISSING else default
        value = self[name]
        del self[name]
        return value

    def popitem(self):
        name, value = super().popitem()
        _native.object_remove(self._owner, name)
        return name, value

    def clear(self):
        for name in list(self):
            del self[name]


def fields_view(owner, fields):
    """What ``__dict__`` of an object gives for a native dict of its attributes."""
    if type(owner).__allowed__ is not None:
        raise AttributeError(f"{type(owner).__name__!r} object has no attribute '__dict__'")
    return _Attributes(owner, fields)


def _replace(owner, fields):
    for name in _native.object_fields(owner):
        _native.object_remove(owner, name)
    _store(owner, fields)


def _store(owner, fields):
    for name, value in fields.items():
        _native.object_store(owner, name, value)


def set_fields(owner, fields):
    """What an assignment to ``__dict__`` of an object does, in one step."""
    if not isinstance(fields, dict):
        raise TypeError(f"__dict__ must be set to a dictionary, not a '{type(fields).__name__}'")
    step(_replace, owner, dict(fields))


class Object:
    """An object whose attributes live in the shared heap; every interpreter sees the same one.

    Reading or writing one attribute is one step.
    """

    __slots__ = ("__weakref__",)
    # The only attributes that instances may have, None for any.
    __allowed__ = None

    def __new__(cls, *args, **kwargs):
        instance = _native.object_new(cls)
        # None: the class has just got a text with a method of its own for this.
        return cls.__new__(cls, *args, **kwargs) if instance is None else instance

    def __dir__(self):
        return sorted({*dir(type(self)), *_native.object_fields(self)})

    def __getstate__(self):
        return _native.object_fields(self)

    def __setstate__(self, state):
        for fields in state if type(state) is tuple else (state,):
            _store(self, fields or {})

    def __reduce_ex__(self, protocol, /):
        return object.__reduce_ex__(self, max(protocol, 2))


Object.__module__ = "shared_objects"
del Object.__slots__  # classes below have slots only if they say so
