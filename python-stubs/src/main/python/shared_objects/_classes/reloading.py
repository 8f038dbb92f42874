# SPDX-License-Identifier: Apache-2.0
"""Gives classes that are in use new texts."""

import dataclasses
import functools
import types

from .. import _native
from .building import finish, generate_again

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


def _take_bases(existing, bases):
    if existing.__bases__ != bases:
        _native.adopt(existing, bases)


def _text_of(cls):
    return {name: value for name, value in vars(cls).items() if name not in _KEPT}


def _exchange(cls, namespace):
    for name in [name for name in vars(cls) if name not in namespace and name not in _KEPT]:
        delattr(cls, name)
    for name, value in namespace.items():
        setattr(cls, name, value)


class _Before:
    """What a class was, to put it back."""

    __slots__ = ("abstract", "bases", "cls", "namespace")

    def __init__(self, cls):
        self.cls = cls
        self.bases = cls.__bases__
        self.namespace = _text_of(cls)
        self.abstract = vars(cls).get("__abstractmethods__")

    def put_back(self):
        _take_bases(self.cls, self.bases)
        _exchange(self.cls, self.namespace)
        if self.abstract is not None:
            self.cls.__abstractmethods__ = self.abstract


def _take(existing, fresh):
    _take_bases(existing, fresh.__bases__)
    namespace = _text_of(fresh)
    _shadow_fields(existing, namespace)
    _exchange(existing, namespace)
    if hasattr(fresh, "__abstractmethods__"):
        existing.__abstractmethods__ = fresh.__abstractmethods__
    _aim_super(namespace, fresh, existing)


def _generate_again(cls):
    """Generate the methods of a subclass, which have the fields of its bases in them."""
    for name in vars(cls).get("__annotations__", {}):
        field = cls.__dataclass_fields__.get(name)
        if isinstance(field, dataclasses.Field):
            setattr(cls, name, field)
    generate_again(cls, cls.__shared__.options)


def _with_subclasses(classes):
    """These and the shared classes below them, each once; there may be others in between."""
    found, pending = {}, list(classes)
    while pending:
        cls = pending.pop()
        if id(cls) not in found:
            found[id(cls)] = cls
            pending += type.__subclasses__(cls)
    return [cls for cls in found.values() if "__shared__" in vars(cls)]


def _update(changes, at):
    changed = {id(existing): options for existing, _, options in changes}
    before = [_Before(cls) for cls in _with_subclasses([existing for existing, _, _ in changes])]
    try:
        for existing, fresh, _ in changes:
            at[:] = [existing]
            _take(existing, fresh)
        for cls in sorted([each.cls for each in before], key=lambda cls: len(cls.__mro__)):
            at[:] = [cls]
            if id(cls) in changed:
                finish(cls, changed[id(cls)])
            else:
                _generate_again(cls)
    except BaseException:
        _put_back(before)
        raise
    return before


def _put_back(before):
    for each in before:
        each.put_back()


def update(changes, at=None):
    """Give classes in use the texts of fresh ones, given as (class, fresh one, options): all at once, or none on an error.

    Returns a function that takes the texts back. TypeError if bases cannot become those of a fresh class. ``at``, a list, has the
    class then at which it failed.
    """
    before = _native.at_once(lambda: _update(changes, [] if at is None else at))
    return lambda: _native.at_once(lambda: _put_back(before))
