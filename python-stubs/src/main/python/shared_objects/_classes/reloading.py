# SPDX-License-Identifier: Apache-2.0
"""Gives classes that are in use new texts."""

import abc
import collections.abc
import dataclasses
import functools
import types
import typing

from .. import _native
from .building import finish, generate_again

__all__ = ["Exchange"]

# What a class keeps, and what is no part of its text.
_KEPT = ("__dict__", "__weakref__", "__shared__", "__abstractmethods__", "_abc_impl")
_KEPT_OF_ABC = ("_abc_registry", "_abc_cache", "_abc_negative_cache", "_abc_negative_cache_version")
_METACLASSES = (type, abc.ABCMeta, type(typing.Protocol))
_JUDGES = [getattr(collections.abc, name) for name in collections.abc.__all__]


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


def _shadow_fields(existing, namespaces):
    """Tell the attribute nodes what has become a property or the like: it comes before the field from now on."""
    for namespace in namespaces:
        for name, value in namespace.items():
            if _is_data_descriptor(value) and not _is_data_descriptor(vars(existing).get(name)):
                _native.shadow(name)


def _beyond(existing, bases):
    """The namespaces of classes that become ancestors of this one."""
    found = {ancestor for base in bases for ancestor in base.__mro__}
    return [_text_of(ancestor) for ancestor in found.difference(existing.__mro__)]


def _take_bases(existing, bases):
    if existing.__bases__ != bases:
        _native.adopt(existing, bases)


def _refuse_metaclass(existing, fresh):
    """What a class gets from a metaclass is there from the start. Those of abstract classes and protocols it can do without."""
    now, then = type(existing), type(fresh)
    if now is not then and not (now in _METACLASSES and then in _METACLASSES):
        raise TypeError(f"the metaclass of a class in use cannot become another one: {now.__qualname__}, {then.__qualname__}")


def _text_of(cls):
    return {name: value for name, value in vars(cls).items() if name not in _KEPT}


def _exchange(cls, namespace):
    kept = {*_KEPT, *(name for name in _KEPT_OF_ABC if name in vars(cls))}
    for name in [name for name in vars(cls) if name not in namespace and name not in kept]:
        delattr(cls, name)
    for name, value in namespace.items():
        if name not in kept:
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
        _shadow_fields(self.cls, [self.namespace, *_beyond(self.cls, self.bases)])
        _take_bases(self.cls, self.bases)
        _exchange(self.cls, self.namespace)
        if self.abstract is not None:
            self.cls.__abstractmethods__ = self.abstract


def _take(existing, fresh):
    _refuse_metaclass(existing, fresh)
    namespace = _text_of(fresh)
    _shadow_fields(existing, [namespace, *_beyond(existing, fresh.__bases__)])
    _take_bases(existing, fresh.__bases__)
    _exchange(existing, namespace)
    if hasattr(fresh, "__abstractmethods__") or hasattr(existing, "__abstractmethods__"):
        existing.__abstractmethods__ = getattr(fresh, "__abstractmethods__", frozenset())
    _aim_super(namespace, fresh, existing)


def _generate_again(cls):
    """Generate the methods of a subclass, which have the fields of its bases in them. Its class attributes stay as they are."""
    for name in vars(cls).get("__annotations__", {}):
        field = cls.__dataclass_fields__.get(name)
        if isinstance(field, dataclasses.Field) and field._field_type is not dataclasses._FIELD_CLASSVAR:
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


def _judge_again(ancestors):
    """Let abstract base classes forget who is a subclass of theirs: those of classes that have changed, and those that look at methods."""
    for judge in {*_JUDGES, *(each for each in ancestors if isinstance(each, abc.ABCMeta))}:
        abc.ABCMeta._abc_caches_clear(judge)
    # Any other that has said no asks again when something was registered somewhere.
    _Registry.register(type("Registered", (), {}))


class _Registry(abc.ABC):
    pass


class Exchange:
    """Gives classes in use the texts of fresh ones, given as (class, fresh one, options): all at once, or none."""

    __slots__ = ("_before", "_changes")

    def __init__(self, changes):
        self._before = []
        self._changes = changes

    def put_in(self, at=None):
        """TypeError if bases cannot become those of a fresh class. ``at``, a list, has the class then at which it failed."""
        _native.at_once(lambda: self._put_in([] if at is None else at))

    def put_back(self):
        """Give them the texts back that they had, if they have lost them."""
        _native.at_once(self._put_back)

    def _put_in(self, at):
        classes = _with_subclasses([existing for existing, _, _ in self._changes])
        self._before = [_Before(cls) for cls in classes]
        ancestors = self._ancestors()
        try:
            self._update(classes, at)
        except BaseException:
            self._put_back()
            raise
        _judge_again(ancestors | self._ancestors())

    def _ancestors(self):
        return {ancestor for each in self._before for ancestor in each.cls.__mro__}

    def _update(self, classes, at):
        changed = {id(existing): options for existing, _, options in self._changes}
        for existing, fresh, _ in self._changes:
            at[:] = [existing]
            _take(existing, fresh)
        for cls in sorted(classes, key=lambda cls: len(cls.__mro__)):
            at[:] = [cls]
            if id(cls) in changed:
                finish(cls, changed[id(cls)])
            else:
                _generate_again(cls)

    def _put_back(self):
        ancestors = self._ancestors()
        for each in self._before:
            each.put_back()
        _judge_again(ancestors | self._ancestors())
        self._before = []
