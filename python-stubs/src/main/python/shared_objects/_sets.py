# SPDX-License-Identifier: Apache-2.0
"""The shared set. Hot methods are native; the rest asks a native set of the elements, taken in one step."""

import builtins
import operator
import reprlib
import types

from . import _native
from ._comparing import compared
from ._containers import plain_list
from ._dicts import plain_dict
from ._transactions import step

__all__ = ["plain_set", "set"]

_snapshot = _native.set_snapshot
_add_all = _native.set_add_all
_discard_all = _native.set_discard_all


def plain_set(value):
    """Return a native set of the elements if ``value`` is a shared set, else ``value`` itself."""
    return _snapshot(value) if isinstance(value, set) else value


def _plain(iterable):
    """Return what gives the same elements, taken in one step if it is shared."""
    return plain_set(plain_dict(plain_list(iterable)))


def _elements(iterable):
    return [element for element in _plain(iterable)]  # list() would ask for a length hint, which decides nothing


def _runs_code(iterable):
    """Whether it is no container: reading it runs Python code, no further than needed."""
    return not isinstance(iterable, (builtins.list, tuple, builtins.set, frozenset, builtins.dict))


def _is_set(value):
    return isinstance(value, (builtins.set, frozenset))


def _operator(name, operation):
    """Return the binary method ``name``: the operation on native sets, taken in one step if both are shared."""

    def method(self, other, /):
        if not _is_set(other):
            return NotImplemented
        if isinstance(other, set):
            return operation(*_native.snapshots(self, other))
        return operation(_snapshot(self), other)

    def reflected(self, other, /):
        return operation(other, _snapshot(self)) if _is_set(other) else NotImplemented

    chosen = reflected if name.startswith("__r") else method
    chosen.__name__ = name
    chosen.__qualname__ = f"set.{name}"
    return chosen


def _fill(self, elements):
    _native.set_clear(self)
    _add_all(self, elements)


def _keep(self, others):
    elements = _snapshot(self)
    _discard_all(self, elements - elements.intersection(*others))


class set(builtins.set):
    """A set in the shared heap; every interpreter sees the same one.

    Elements are what keys of shared dicts may be. ``|``, ``&``, ``-``, ``^``, their methods and ``copy()`` give native
    sets. Every method that runs no Python code is one step; iteration is many, and raises RuntimeError when the size was
    changed meanwhile.
    """

    __slots__ = ("__weakref__",)
    __hash__ = None
    __class_getitem__ = classmethod(types.GenericAlias)
    __lt__ = compared(builtins.set, _snapshot, "__lt__")
    __le__ = compared(builtins.set, _snapshot, "__le__")
    __eq__ = compared(builtins.set, _snapshot, "__eq__")
    __ne__ = compared(builtins.set, _snapshot, "__ne__")
    __gt__ = compared(builtins.set, _snapshot, "__gt__")
    __ge__ = compared(builtins.set, _snapshot, "__ge__")
    __and__ = _operator("__and__", operator.and_)
    __or__ = _operator("__or__", operator.or_)
    __sub__ = _operator("__sub__", operator.sub)
    __xor__ = _operator("__xor__", operator.xor)
    __rand__ = _operator("__rand__", operator.and_)
    __ror__ = _operator("__ror__", operator.or_)
    __rsub__ = _operator("__rsub__", operator.sub)
    __rxor__ = _operator("__rxor__", operator.xor)

    def __new__(cls, iterable=(), /):
        return _native.set_new()

    def __init__(self, iterable=(), /):
        elements = _elements(iterable)
        if len(self):
            step(_fill, self, elements)
        elif elements:
            _add_all(self, elements)

    def __init_subclass__(cls, **kwargs):
        raise TypeError("type 'shared_objects.set' is not an acceptable base type")

    @reprlib.recursive_repr("set(...)")
    def __repr__(self):
        return repr(_snapshot(self))

    def __sizeof__(self):
        return 16 + 24 * len(self)

    def __iand__(self, other, /):
        if not _is_set(other):
            return NotImplemented
        self.intersection_update(other)
        return self

    def __ior__(self, other, /):
        if not _is_set(other):
            return NotImplemented
        self.update(other)
        return self

    def __isub__(self, other, /):
        if not _is_set(other):
            return NotImplemented
        self.difference_update(other)
        return self

    def __ixor__(self, other, /):
        if not _is_set(other):
            return NotImplemented
        self.symmetric_difference_update(other)
        return self

    def __copy__(self):
        return _snapshot(self)

    def __deepcopy__(self, memo):
        from copy import deepcopy

        copied = memo[id(self)] = _native.set_new()
        copied.update([deepcopy(element, memo) for element in _elements(self)])
        return copied

    def __reduce_ex__(self, protocol, /):
        return builtins.set, (_elements(self),)

    def __reduce__(self, /):
        return self.__reduce_ex__(2)

    def clear(self, /):
        """Remove all elements."""
        _native.set_clear(self)

    def copy(self, /):
        """Return a native set of the same elements, taken in one step."""
        return _snapshot(self)

    def discard(self, element, /):
        """Remove the element if it is there."""
        _native.set_discard(self, element)

    def remove(self, element, /):
        """Remove the element; KeyError if it is not there."""
        if not _native.set_discard(self, element):
            raise KeyError(element)

    def pop(self, /):
        """Remove and return some element; KeyError if the set is empty."""
        return _native.set_pop(self)

    def union(self, /, *others):
        """Return a native set of the elements of this one and of all others."""
        return _snapshot(self).union(*map(_plain, others))

    def intersection(self, /, *others):
        """Return a native set of the elements that are in all others too."""
        return _snapshot(self).intersection(*map(_plain, others))

    def difference(self, /, *others):
        """Return a native set of the elements that are in none of the others."""
        return _snapshot(self).difference(*map(_plain, others))

    def symmetric_difference(self, other, /):
        """Return a native set of the elements that are either here or in the other."""
        elements = builtins.set(_plain(other))
        return _snapshot(self).symmetric_difference(elements)

    def update(self, /, *others):
        """Add all elements of the others in one step; they are read to their ends before anything is stored."""
        elements = [element for other in others for element in _elements(other)]
        if elements:
            _add_all(self, elements)

    def intersection_update(self, /, *others):
        """Remove, in one step, all elements that are not in each of the others."""
        kept = [builtins.set(_plain(other)) for other in others]
        step(_keep, self, kept)

    def difference_update(self, /, *others):
        """Remove, in one step, all elements that are in any of the others."""
        elements = [element for other in others for element in _elements(other)]
        if elements:
            _discard_all(self, elements)

    def symmetric_difference_update(self, other, /):
        """Remove, in one step, all elements that are in the other, and add those that are only there."""
        _native.set_toggle_all(self, builtins.set(_plain(other)))

    def isdisjoint(self, other, /):
        """Whether no element is in the other."""
        if _runs_code(other):
            return not any(element in self for element in other)
        return not _native.set_has_any(self, _elements(other))

    def issubset(self, other, /):
        """Whether all elements are in the other."""
        elements = builtins.set(other) if _runs_code(other) else _plain(other)
        return _snapshot(self).issubset(elements)

    def issuperset(self, other, /):
        """Whether all elements of the other are here."""
        if _runs_code(other):
            return all(element in self for element in other)
        return _native.set_has_all(self, _elements(other))


set.__module__ = "shared_objects"
