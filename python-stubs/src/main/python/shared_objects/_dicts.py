# SPDX-License-Identifier: Apache-2.0
"""The shared dict. Hot methods are native; the rest asks a native dict of the items, taken in one step."""

import builtins
import reprlib
import types

from . import _native
from ._comparing import compared
from ._iterators import dict_backwards, dict_reversekeyiterator

__all__ = ["dict", "plain_dict"]

_snapshot = _native.dict_snapshot
_update = _native.dict_update


def plain_dict(value):
    """Return a native dict of the items if ``value`` is a shared dict, else ``value`` itself."""
    return _snapshot(value) if isinstance(value, dict) else value


class dict(builtins.dict):
    """A dict in the shared heap; every interpreter sees the same one.

    Storing a native container copies it in; reading gives shared objects by reference and immutable values as native
    ones. ``|`` and ``copy()`` give native dicts. Every method that runs no Python code is one step; iteration is many,
    and raises RuntimeError when the size was changed meanwhile.
    """

    __slots__ = ("__weakref__",)
    __hash__ = None
    __class_getitem__ = classmethod(types.GenericAlias)
    __lt__ = compared(builtins.dict, _snapshot, "__lt__")
    __le__ = compared(builtins.dict, _snapshot, "__le__")
    __eq__ = compared(builtins.dict, _snapshot, "__eq__")
    __ne__ = compared(builtins.dict, _snapshot, "__ne__")
    __gt__ = compared(builtins.dict, _snapshot, "__gt__")
    __ge__ = compared(builtins.dict, _snapshot, "__ge__")

    def __new__(cls, *args, **kwargs):
        return _native.dict_new({})

    def __init__(self, other=(), /, **kwargs):
        self.update(other, **kwargs)

    def __init_subclass__(cls, **kwargs):
        raise TypeError("type 'shared_objects.dict' is not an acceptable base type")

    @reprlib.recursive_repr("{...}")
    def __repr__(self):
        return repr(_snapshot(self))

    def __reversed__(self):
        """Iterate backwards over the keys."""
        return dict_backwards(dict_reversekeyiterator, self)

    def __sizeof__(self):
        return 16 + 24 * len(self)

    def __or__(self, other, /):
        if not isinstance(other, builtins.dict):
            return NotImplemented
        return _snapshot(self) | plain_dict(other)

    def __ror__(self, other, /):
        if not isinstance(other, builtins.dict):
            return NotImplemented
        return other | _snapshot(self)

    def __ior__(self, other, /):
        self.update(other)
        return self

    def __copy__(self):
        return _snapshot(self)

    def __deepcopy__(self, memo):
        from copy import deepcopy

        copied = memo[id(self)] = _native.dict_new({})
        copied.update({deepcopy(key, memo): deepcopy(value, memo) for key, value in _snapshot(self).items()})
        return copied

    def __reduce_ex__(self, protocol, /):
        return builtins.dict, (), None, None, iter(_snapshot(self).items())

    def __reduce__(self, /):
        return self.__reduce_ex__(2)

    @classmethod
    def fromkeys(cls, iterable, value=None, /):
        """Return a new shared dict with these keys, all with the same value."""
        return _native.dict_new(builtins.dict.fromkeys(iterable, value))

    def clear(self, /):
        """Remove all items."""
        _native.dict_clear(self)

    def copy(self, /):
        """Return a native dict of the same items, taken in one step."""
        return _snapshot(self)

    def keys(self, /):
        """Return a living view of the keys."""
        return _native.dict_keys_view(self)

    def values(self, /):
        """Return a living view of the values."""
        return _native.dict_values_view(self)

    def items(self, /):
        """Return a living view of the items."""
        return _native.dict_items_view(self)

    def setdefault(self, key, default=None, /):
        """Return the value of the key, after storing ``default`` for it if it has none, in one step."""
        return _native.dict_setdefault(self, key, default)

    def pop(self, key, /, *default):
        """Remove the key and return its value; if there is none ``default``, or KeyError without a default."""
        return _native.dict_pop(self, key, *default)

    def popitem(self, /):
        """Remove and return the item that was added last; KeyError if the dict is empty."""
        return _native.dict_popitem(self)

    def update(self, other=(), /, **kwargs):
        """Store all items in one step; the other mapping is read to its end before anything is stored."""
        added = plain_dict(other)
        if kwargs or type(added) is not builtins.dict:
            added = builtins.dict(added, **kwargs)
        if added:
            _update(self, added)


dict.__module__ = "shared_objects"
