# SPDX-License-Identifier: Apache-2.0
"""The classes of iterators over shared lists, arrays, dicts and sets. ``__iter__``, ``__next__`` and ``__length_hint__`` are native."""

from . import _native

__all__ = [
    "array_iterator",
    "dict_backwards",
    "dict_itemiterator",
    "dict_keyiterator",
    "dict_reverseitemiterator",
    "dict_reversekeyiterator",
    "dict_reversevalueiterator",
    "dict_valueiterator",
    "internal",
    "list_iterator",
    "list_reverseiterator",
    "set_iterator",
]

_MISSING = object()


def internal(cls):
    """Decorate a class of which programs can make neither instances nor subclasses."""

    def __new__(cls, *args, **kwargs):
        raise TypeError(f"cannot create {cls.__name__!r} instances")

    def __init_subclass__(cls, **kwargs):
        raise TypeError(f"type {cls.__base__.__name__!r} is not an acceptable base type")

    cls.__new__ = __new__
    cls.__init_subclass__ = classmethod(__init_subclass__)
    cls.__module__ = "shared_objects"
    return cls


class _ListIterator:
    __slots__ = ()

    def __reduce__(self):
        target, index = _native.iterator_state(self)
        return (iter, ([],)) if target is None else (self._restart, (target,), index)

    def __setstate__(self, index):
        target, _ = _native.iterator_state(self)
        if target is not None:
            _native.iterator_seek(self, self._clamped(index, len(target)))


class _Forwards(_ListIterator):
    __slots__ = ()
    _restart = iter

    @staticmethod
    def _clamped(index, size):
        return min(max(index, 0), size)


@internal
class list_iterator(_Forwards):
    __slots__ = ()


@internal
class array_iterator(_Forwards):
    __slots__ = ()


@internal
class list_reverseiterator(_ListIterator):
    __slots__ = ()
    _restart = reversed

    @staticmethod
    def _clamped(index, size):
        return min(max(index, -1), size - 1)


class _TableIterator:
    __slots__ = ()

    def __reduce__(self):
        return iter, ([*_native.iterator_copy(self)],)


@internal
class dict_keyiterator(_TableIterator):
    __slots__ = ()


@internal
class dict_valueiterator(_TableIterator):
    __slots__ = ()


@internal
class dict_itemiterator(_TableIterator):
    __slots__ = ()


@internal
class set_iterator(_TableIterator):
    __slots__ = ()


class _Backwards:
    """Over the keys the dict had at first, from the last one."""

    __slots__ = ("_dict", "_keys", "_size")

    def __iter__(self):
        return self

    def __next__(self):
        if self._dict is None:
            raise StopIteration
        if len(self._dict) != self._size:
            self._size = -1
            raise RuntimeError("dictionary changed size during iteration")
        if not self._keys:
            self._dict = None
            raise StopIteration
        return self._entry(self._keys.pop())

    def _value(self, key):
        value = _native.dict_get(self._dict, key, _MISSING)
        if value is _MISSING:
            self._dict = None
            raise RuntimeError("dictionary keys changed during iteration")
        return value

    def __length_hint__(self):
        return 0 if self._dict is None or len(self._dict) != self._size else len(self._keys)

    def __reduce__(self):
        return iter, ([*dict_backwards(type(self), self._dict, self._keys, self._size)],)


def dict_backwards(cls, mapping, keys=None, size=None):
    """Make an iterator of one of the classes below."""
    iterator = object.__new__(cls)
    iterator._dict = mapping
    iterator._keys = _native.dict_keys(mapping) if keys is None else [*keys]
    iterator._size = len(iterator._keys) if size is None else size
    return iterator


@internal
class dict_reversekeyiterator(_Backwards):
    __slots__ = ()

    def _entry(self, key):
        self._value(key)
        return key


@internal
class dict_reversevalueiterator(_Backwards):
    __slots__ = ()

    def _entry(self, key):
        return self._value(key)


@internal
class dict_reverseitemiterator(_Backwards):
    __slots__ = ()

    def _entry(self, key):
        return key, self._value(key)
