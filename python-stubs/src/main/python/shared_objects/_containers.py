# SPDX-License-Identifier: Apache-2.0
"""The shared list.

Hot methods are native (``_native.bind`` puts them on the class). The rest takes a native list of the elements in one
step, asks it, and puts the answer back, so that wording and corner cases are those of the native list.
"""

import builtins
import operator
import reprlib
import sys
import types

from . import _native
from ._comparing import compared
from ._transactions import step

__all__ = ["change", "exact_index", "list", "plain_list"]

_END = sys.maxsize
_size = _native.list_size
_snapshot = _native.list_snapshot
_splice = _native.list_splice
_replace = _native.list_replace
# Longer ranges are refused as native lists refuse them.
_MOST = 2**31 - 1


def plain_list(value):
    """Return a native list of the elements if ``value`` is a shared list, else ``value`` itself."""
    return _snapshot(value) if isinstance(value, list) else value


def _same(left, right):
    return len(left) == len(right) and all(
        a is b or (type(a) is type(b) and not _native.is_shared(a) and a == b) for a, b in zip(left, right)
    )


def exact_index(value):
    """The index that ``value`` says; OverflowError where CPython has it."""
    index = operator.index(value)
    if not -_END - 1 <= index <= _END:
        raise OverflowError("Python int too large to convert to C ssize_t")
    return index


def _listed(iterable):
    """What the iterable gives, as something that is read without calling Python code; its length hint decides nothing."""
    kind = type(iterable)
    if kind is builtins.list or kind is tuple or (kind is range and len(iterable) <= _MOST):
        return iterable
    if isinstance(iterable, list):
        return _snapshot(iterable)
    values = []
    values.extend(iterable)
    return values


_OF_SEQUENCES = tuple(kind.__rmul__ for kind in (builtins.list, builtins.tuple, str, bytes, builtins.bytearray))


def _reflected(right, name, left):
    """What the right operand makes of ``left += right``: as lists are no numbers, it is asked before they are changed.

    Other sequences are no numbers either, unless a subclass says so.
    """
    method = None if isinstance(right, list) else getattr(type(right), name, None)
    return NotImplemented if method is None or method in _OF_SEQUENCES else method(right, left)


def _count(value):
    """What ``__index__`` says, asked before the list is looked at, which that may change."""
    return operator.index(value) if hasattr(type(value), "__index__") else value


def _bound(value):
    """The same for a place where something begins or ends."""
    if not hasattr(type(value), "__index__"):
        raise TypeError("slice indices must be integers or have an __index__ method")
    return operator.index(value)


def _times(self, count):
    if not hasattr(type(count), "__rmul__"):  # which is asked first
        count = _count(count)
    return _snapshot(self) * count


def _remove(self, value):
    for index, element in enumerate(_snapshot(self)):
        if element is value or element == value:
            _splice(self, index, 1, [])
            return
    raise ValueError("list.remove(x): x not in list")


def change(self, take, put, method, *args):
    """Let a native copy of the elements change itself, and store what it became."""
    native = take(self)
    method(native, *args)
    put(self, native)


def _sort(self, reverse):
    values = _snapshot(self)
    values.sort(reverse=reverse)
    _replace(self, values)


def _finish_sort(self, before, after):
    if not _same(_snapshot(self), before):
        raise ValueError("list modified during sort")
    _replace(self, after)


class list(builtins.list):
    """A list in the shared heap; every interpreter sees the same one.

    Storing a native container copies it in; reading gives shared objects by reference and immutable values as native
    ones. Slices, ``+``, ``*`` and ``copy()`` give native lists. Every method that runs no Python code is one step;
    iteration is many.
    """

    __slots__ = ("__weakref__",)
    __hash__ = None
    __class_getitem__ = classmethod(types.GenericAlias)
    __lt__ = compared(builtins.list, _snapshot, "__lt__")
    __le__ = compared(builtins.list, _snapshot, "__le__")
    __eq__ = compared(builtins.list, _snapshot, "__eq__")
    __ne__ = compared(builtins.list, _snapshot, "__ne__")
    __gt__ = compared(builtins.list, _snapshot, "__gt__")
    __ge__ = compared(builtins.list, _snapshot, "__ge__")

    def __new__(cls, iterable=(), /):
        return _native.list_new([])

    def __init__(self, iterable=(), /):
        values = _listed(iterable)
        if values or _size(self):
            _replace(self, values)

    def __init_subclass__(cls, **kwargs):
        raise TypeError("type 'shared_objects.list' is not an acceptable base type")

    @reprlib.recursive_repr("[...]")
    def __repr__(self):
        return repr(_snapshot(self))

    def __reversed__(self):
        """Iterate backwards over the elements as they are when reached."""
        return _native.list_backwards(self)

    def __sizeof__(self):
        return 16 + 8 * _size(self)

    def __add__(self, other, /):
        return _snapshot(self) + plain_list(other)

    def __radd__(self, other, /):
        if not isinstance(other, builtins.list):
            return NotImplemented
        return other + _snapshot(self)

    def __iadd__(self, other, /):
        result = _reflected(other, "__radd__", self)
        if result is NotImplemented:
            self.extend(other)
            return self
        return result

    def __mul__(self, count, /):
        return _times(self, count)

    def __rmul__(self, count, /):
        count = _count(count)
        return _snapshot(self).__rmul__(count)

    def __imul__(self, count, /):
        result = _reflected(count, "__rmul__", self)
        if result is NotImplemented:
            step(change, self, _snapshot, _replace, builtins.list.__imul__, _count(count))
            return self
        return result

    def __copy__(self):
        return _snapshot(self)

    def __deepcopy__(self, memo):
        from copy import deepcopy

        copied = memo[id(self)] = _native.list_new([])
        copied.extend([deepcopy(value, memo) for value in _snapshot(self)])
        return copied

    def __reduce_ex__(self, protocol, /):
        return builtins.list, (), None, iter(_snapshot(self))

    def __reduce__(self, /):
        return self.__reduce_ex__(2)

    def clear(self, /):
        """Remove all elements."""
        _replace(self, [])

    def copy(self, /):
        """Return a native list of the same elements, taken in one step."""
        return _snapshot(self)

    def count(self, value, /):
        """Return the number of elements equal to ``value``."""
        return _snapshot(self).count(value)

    def extend(self, iterable, /):
        """Append all elements of the iterable in one step; it is read to its end before anything is stored."""
        _splice(self, _END, 0, _listed(iterable))

    def index(self, value, start=0, stop=_END, /):
        """Return the first index of ``value``; ValueError if it is not there."""
        start, stop = _bound(start), _bound(stop)
        return _snapshot(self).index(value, start, stop)

    def insert(self, index, value, /):
        """Insert ``value`` before ``index``."""
        _splice(self, exact_index(index), 0, [value])

    def pop(self, index=-1, /):
        """Remove and return the element at the index, the last one without an index; IndexError if there is none."""
        return _native.list_pop(self, index)

    def remove(self, value, /):
        """Remove the first element equal to ``value``; ValueError if there is none."""
        step(_remove, self, value)

    def reverse(self, /):
        """Reverse the order of the elements in place."""
        step(change, self, _snapshot, _replace, builtins.list.reverse)

    def sort(self, *, key=None, reverse=False):
        """Sort in place. With ``key`` it is many steps: ValueError if somebody changed the list meanwhile."""
        if key is None:
            step(_sort, self, reverse)
            return
        before = _snapshot(self)
        after = sorted(before, key=key, reverse=reverse)
        step(_finish_sort, self, before, after)


list.__module__ = "shared_objects"
