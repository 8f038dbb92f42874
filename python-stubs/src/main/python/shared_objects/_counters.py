# SPDX-License-Identifier: Apache-2.0
"""The shared counter."""

from . import _native

__all__ = ["counter"]

_new = _native.counter_new
_value = _native.counter_value


class counter:
    """An integer in the shared heap that any number of interpreters add to, each time in one step.

    Transactions that only ``add`` to a counter do not conflict with each other; reading or setting ``value`` inside a
    transaction conflicts with all who change it meanwhile. The number has 64 bits: OverflowError beyond, in a transaction
    possibly not before its end.
    """

    __slots__ = ("__weakref__",)
    __hash__ = None

    def __new__(cls, value=0, /):
        return _new(value)

    def __init_subclass__(cls, **kwargs):
        raise TypeError("type 'shared_objects.counter' is not an acceptable base type")

    value = property(_value, _native.counter_set, doc="The number at this moment; can be assigned.")

    def __int__(self):
        return _value(self)

    def __repr__(self):
        return f"counter({_value(self)})"

    def __copy__(self):
        return _value(self)

    def __deepcopy__(self, memo):
        return memo.setdefault(id(self), _new(_value(self)))

    def __reduce_ex__(self, protocol, /):
        return int, (_value(self),)


counter.__module__ = "shared_objects"
