# SPDX-License-Identifier: Apache-2.0
"""Gives a class that is in use a new text."""

import dataclasses
import functools
import types

from .. import _native
from .building import aim_init, complete

__all__ = ["update"]

# What a class keeps, and what is no part of its text.
_KEPT = ("__dict__", "__weakref__", "__shared__", "__abstractmethods__", "_abc_impl")


def _functions(value, seen):
    """The functions inside a class attribute: methods, accessors, wrapped ones."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, types.FunctionType):
        yield value
        inside = [cell.cell_contents for cell in value.__closure__ or () if _is_filled(cell)]
    elif isinstance(value, property):
        inside = [value.fget, value.fset, value.fdel]
    else:
        inside = [getattr(value, name, None) for name in ("__func__", "__wrapped__", "func")]
    for part in inside:
        if isinstance(part, (types.FunctionType, classmethod, staticmethod, property, functools.partial)):
            yield from _functions(part, seen)


def _is_filled(cell):
    try:
        return cell.cell_contents is not cell
    except ValueError:
        return False


def _aim_super(namespace, fresh, existing):
    """Let ``super()`` and ``__class__`` in the methods mean the class that is in use."""
    for value in namespace.values():
        for function in _functions(value, set()):
            for cell in function.__closure__ or ():
                if _is_filled(cell) and cell.cell_contents is fresh:
                    cell.cell_contents = existing


def _is_data_descriptor(value):
    return hasattr(type(value), "__set__") or hasattr(type(value), "__delete__")


def _shadow_fields(existing, namespace):
    """Tell the attribute nodes what has become a property or the like: it comes before the field from now on."""
    for name, value in namespace.items():
        if _is_data_descriptor(value) and not _is_data_descriptor(vars(existing).get(name)):
            _native.shadow(name)


def _take_bases(existing, fresh):
    if existing.__bases__ != fresh.__bases__:
        _native.adopt(existing, fresh.__bases__)


def _complete_subclasses(cls):
    """Generate the methods of subclasses again, which have the fields of this one in them."""
    for subclass in cls.__subclasses__():
        definition = vars(subclass).get("__shared__")
        if definition is None:
            continue
        for name in vars(subclass).get("__annotations__", {}):
            field = subclass.__dataclass_fields__.get(name)
            if isinstance(field, dataclasses.Field):
                setattr(subclass, name, field)
        for name in subclass.__generated__:
            delattr(subclass, name)
        complete(subclass, definition.options)
        aim_init(subclass)
        _complete_subclasses(subclass)


def update(existing, fresh):
    """Give the class in use the text of a fresh one; TypeError if its bases cannot become those of the fresh one."""
    _take_bases(existing, fresh)
    namespace = {name: value for name, value in vars(fresh).items() if name not in _KEPT}
    _shadow_fields(existing, namespace)
    for name in [name for name in vars(existing) if name not in namespace and name not in _KEPT]:
        delattr(existing, name)
    for name, value in namespace.items():
        setattr(existing, name, value)
    if hasattr(fresh, "__abstractmethods__"):
        existing.__abstractmethods__ = fresh.__abstractmethods__
    _aim_super(namespace, fresh, existing)
    _complete_subclasses(existing)
