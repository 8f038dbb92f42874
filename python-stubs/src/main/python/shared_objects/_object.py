# SPDX-License-Identifier: Apache-2.0
"""The base of all shared classes. Attribute access is native (``_native.bind`` puts it on the class)."""

import copyreg
from copy import deepcopy

from . import _native

__all__ = ["Object", "fields_view"]


class _Attributes(dict):
    """A native dict of the attributes of an object, which hands on what is stored into it."""

    __slots__ = ("_owner",)

    def __init__(self, owner, fields):
        super().__init__(fields)
        self._owner = owner

    def __setitem__(self, name, value):
        setattr(self._owner, name, value)
        super().__setitem__(name, getattr(self._owner, name))

    def __delitem__(self, name):
        super().__delitem__(name)
        delattr(self._owner, name)

    def update(self, other=(), /, **kwargs):
        for name, value in dict(other, **kwargs).items():
            self[name] = value


def fields_view(owner, fields):
    """What ``__dict__`` of an object gives for a native dict of its attributes."""
    return _Attributes(owner, fields)


class Object:
    """An object whose attributes live in the shared heap; every interpreter sees the same one.

    Reading or writing one attribute is one step.
    """

    __slots__ = ("__weakref__",)

    def __new__(cls, *args, **kwargs):
        return _native.object_new(cls)

    @property
    def __dict__(self):
        """The attributes, taken in one step; storing into it stores into the object."""
        return _Attributes(self, _native.object_fields(self))

    def __dir__(self):
        return sorted({*object.__dir__(self), *_native.object_fields(self)})

    def __reduce_ex__(self, protocol, /):
        return copyreg.__newobj__, (type(self),), _native.object_fields(self)

    def __setstate__(self, state):
        for name, value in state.items():
            setattr(self, name, value)

    def __deepcopy__(self, memo):
        copied = memo[id(self)] = _native.object_new(type(self))
        for name, value in _native.object_fields(self).items():
            setattr(copied, name, deepcopy(value, memo))
        return copied


Object.__module__ = "shared_objects"
