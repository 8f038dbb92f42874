# SPDX-License-Identifier: Apache-2.0
"""Hands the package's classes to the language, which puts the hot methods on them. Imported once, for that effect."""

from . import _classes, _errors, _iterators, _native, _views
from ._arrays import array, array_element, array_like, array_set_slice, array_slice, bytearray
from ._by_value import describe, put_together, take_apart
from ._containers import list
from ._counters import counter
from ._dicts import dict
from ._object import Object, fields_view, set_fields
from ._sets import set

__all__ = []

_native.bind(
    {
        "list": list,
        "dict": dict,
        "set": set,
        "counter": counter,
        "array": array,
        "bytearray": bytearray,
        "array_iterator": _iterators.array_iterator,
        "array_slice": array_slice,
        "array_set_slice": array_set_slice,
        "array_element": array_element,
        "array_like": array_like,
        "list_iterator": _iterators.list_iterator,
        "list_reverseiterator": _iterators.list_reverseiterator,
        "dict_keyiterator": _iterators.dict_keyiterator,
        "dict_valueiterator": _iterators.dict_valueiterator,
        "dict_itemiterator": _iterators.dict_itemiterator,
        "set_iterator": _iterators.set_iterator,
        "dict_keys": _views.dict_keys,
        "dict_values": _views.dict_values,
        "dict_items": _views.dict_items,
        "Object": Object,
        "NotShareableError": _errors.NotShareableError,
        "ConflictError": _errors.ConflictError,
        "HeapFullError": _errors.HeapFullError,
        "HeapCorruptError": _errors.HeapCorruptError,
        "DetachedError": _errors.DetachedError,
        "_Conflict": _errors.Conflict,
        "_Retry": _errors.Retry,
        "describe": describe,
        "take_apart": take_apart,
        "put_together": put_together,
        "load_class": _classes.load_class,
        "class_id": _classes.class_id,
        "fields_view": fields_view,
        "reload_classes": _classes.reload_classes,
        "set_fields": set_fields,
        "make_plain": _classes.make_plain,
        "plain_fields": _classes.plain_fields,
    }
)
