# SPDX-License-Identifier: Apache-2.0
"""Living views of a shared dict, whose ``__iter__`` is native. Set operations and comparisons are those of the native views of one snapshot."""

import collections.abc
import types

from . import _native
from ._iterators import (
    dict_backwards,
    dict_reverseitemiterator,
    dict_reversekeyiterator,
    dict_reversevalueiterator,
    internal,
)

__all__ = ["dict_items", "dict_keys", "dict_values"]

_MISSING = object()


def _native_view(value):
    return value._view() if isinstance(value, _View) else value


def _delegate(*names):
    """Give a class methods that ask the native view of one snapshot."""

    def method_of(name):
        def method(self, other, /):
            operation = getattr(self._view(), name, None)
            return NotImplemented if operation is None else operation(_native_view(other))

        method.__name__ = name
        return method

    def decorate(cls):
        for name in names:
            method = method_of(name)
            method.__qualname__ = f"{cls.__qualname__}.{name}"
            setattr(cls, name, method)
        return cls

    return decorate


_BINARY = ("and", "rand", "or", "ror", "sub", "rsub", "xor", "rxor", "lt", "le", "gt", "ge", "eq", "ne")
_SET_OPERATIONS = _delegate("isdisjoint", *(f"__{name}__" for name in _BINARY))


class _View:
    __slots__ = ()
    _dict = property(_native.view_dict)

    def __len__(self):
        return len(self._dict)

    def __reversed__(self):
        return dict_backwards(self._backwards, self._dict)

    def __reduce__(self):
        raise TypeError(f"cannot pickle {type(self).__name__!r} object")

    def __repr__(self):
        return repr(self._view())

    @property
    def mapping(self):
        """A read-only view of the dict this view belongs to."""
        return types.MappingProxyType(self._dict)


@internal
@_SET_OPERATIONS
class dict_keys(_View):
    """The keys of a shared dict."""

    __slots__ = ()
    _backwards = dict_reversekeyiterator
    __hash__ = None

    def _view(self):
        return _native.dict_snapshot(self._dict).keys()

    def __contains__(self, key):
        return key in self._dict


@internal
class dict_values(_View):
    """The values of a shared dict."""

    __slots__ = ()
    _backwards = dict_reversevalueiterator

    def _view(self):
        return _native.dict_snapshot(self._dict).values()

    def __contains__(self, value):
        return value in _native.dict_values(self._dict)


@internal
@_SET_OPERATIONS
class dict_items(_View):
    """The items of a shared dict."""

    __slots__ = ()
    __hash__ = None
    _backwards = dict_reverseitemiterator

    def _view(self):
        return _native.dict_snapshot(self._dict).items()

    def __contains__(self, item):
        if not isinstance(item, tuple) or len(item) != 2:
            return False
        key, wanted = item
        value = _native.dict_get(self._dict, key, _MISSING)
        return value is not _MISSING and (value is wanted or value == wanted)


collections.abc.KeysView.register(dict_keys)
collections.abc.ValuesView.register(dict_values)
collections.abc.ItemsView.register(dict_items)
