# SPDX-License-Identifier: Apache-2.0
"""Makes a shared class of the class as written: base ``Object``, dataclass methods."""

import dataclasses
import enum
import inspect
import types
import typing

from .. import _native
from .._object import Object
from . import annotations  # for the dataclasses of all travelled source
from .options import arguments

__all__ = ["adopt", "finish", "generate_again", "plain"]

_GENERATED = ("__init__", "__repr__")


def _is_builtin(base):
    """Whether instances of the base need a layout of their own, as those of int, tuple or deque."""
    if base in (object, Object, typing.Generic, typing.Protocol):
        return False
    own_new = vars(base).get("__new__")
    return own_new is not None and not isinstance(own_new, (staticmethod, types.FunctionType))


def _refuse_base(written):
    if isinstance(written, enum.EnumType):
        raise TypeError(f"enum {written.__qualname__!r} needs no decorator: its members can be stored as they are, by name")
    for base in written.__bases__:
        if any(_is_builtin(ancestor) for ancestor in base.__mro__):
            name = base.__qualname__
            hint = f": keep a {name} in an attribute" if base in (list, dict, set) else ""
            raise TypeError(f"type {name!r} is not an acceptable base type of a shared class{hint}")


def _slots(cls):
    slots = vars(cls).get("__slots__")
    if slots is None:
        return None
    return (slots,) if isinstance(slots, str) else tuple(slots)


def _drop_slots(cls):
    """Instances have no slots of this interpreter's."""
    private = f"_{cls.__name__.lstrip('_')}"
    for name in _slots(cls) or ():
        for stored in (name, private + name):
            if isinstance(vars(cls).get(stored), (types.MemberDescriptorType, types.GetSetDescriptorType)):
                delattr(cls, stored)


def _inherits_own(cls, name):
    """Whether a base other than Object has this method written by hand."""
    for base in cls.__mro__[1:]:
        if base in (Object, object, typing.Generic, typing.Protocol):
            continue
        if name in vars(base):
            return name not in vars(base).get("__generated__", ())
    return False


def _takes_nothing(self, *args, **kwargs):
    if args or kwargs:
        raise TypeError(f"{type(self).__name__}() takes no arguments")


def _generated(cls):
    """The names of what dataclasses made for the class."""
    positional = tuple(field.name for field in dataclasses.fields(cls) if field.init and not field.kw_only)
    names = [name for name, value in vars(cls).items() if _is_generated(value)]
    if vars(cls).get("__match_args__") == positional:
        names.append("__match_args__")
    return tuple(names)


def _is_generated(method):
    if not isinstance(method, types.FunctionType):
        return False
    code = getattr(inspect.unwrap(method), "__code__", None)
    return getattr(code, "co_qualname", "").startswith("__create_fn__")


def _aim_init(cls):
    """Let the generated ``__init__`` of a frozen class, which goes past ``__setattr__``, store fields of the heap."""
    init = vars(cls).get("__init__")
    names = getattr(getattr(init, "__code__", None), "co_freevars", ())
    for name, cell in zip(names, getattr(init, "__closure__", None) or ()):
        if name == "__dataclass_builtins_object__":
            cell.cell_contents = Object


def _complete(cls, options):
    """Generate what a dataclass generates, but leave inherited hand-written methods alone if there are no new fields."""
    given = arguments(options)
    as_dataclass, slots = given.pop("dataclass"), given.pop("slots")
    free = not as_dataclass and not vars(cls).get("__annotations__")
    written = {name: name in vars(cls) or (free and _inherits_own(cls, name)) for name in _GENERATED}
    given["init"] = given["init"] and not written["__init__"]
    given["repr"] = given["repr"] and not written["__repr__"]
    dataclasses.dataclass(**given)(cls)
    if given["repr"] and not as_dataclass and not dataclasses.fields(cls):
        del cls.__repr__
    cls.__generated__ = _generated(cls)
    if slots and "__slots__" not in vars(cls):
        cls.__slots__ = tuple(vars(cls).get("__annotations__", {}))


def _setattr(self, name, value):
    allowed = type(self).__allowed__
    if allowed is not None and name not in allowed and not hasattr(getattr(type(self), name, None), "__set__"):
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
    Object.__setattr__(self, name, value)


def _restrict(cls):
    """A class whose whole ancestry has slots takes no other attributes."""
    allowed = set()
    for base in cls.__mro__:
        if base in (Object, object, typing.Generic, typing.Protocol):
            continue
        slots = _slots(base)
        if slots is None or "__dict__" in slots:
            cls.__allowed__ = None
            return
        allowed.update(f"_{base.__name__.lstrip('_')}{name}" if name.startswith("__") else name for name in slots)
    cls.__allowed__ = frozenset(allowed)
    if cls.__setattr__ is Object.__setattr__:
        cls.__setattr__ = _setattr


def _concrete_only(cls, *args, **kwargs):
    if _native.take_new_texts():
        return cls.__new__(cls, *args, **kwargs)
    missing = sorted(cls.__abstractmethods__)
    if missing:
        names = ", ".join(repr(name) for name in missing)
        plural = "s" if len(missing) > 1 else ""
        message = f"Can't instantiate abstract class {cls.__name__} without an implementation for abstract method{plural} {names}"
        raise TypeError(message)
    return Object.__new__(cls)


def adopt(written):
    """Give the class as written the base of shared classes, in place."""
    _refuse_base(written)
    _drop_slots(written)
    if not issubclass(written, Object):
        _native.adopt(written, (*(base for base in written.__bases__ if base is not object), Object))
    if getattr(written, "__abstractmethods__", None) and "__new__" not in vars(written):
        written.__new__ = staticmethod(_concrete_only)
    return written


def finish(cls, options):
    """Generate the methods of an adopted class, in place."""
    if "__dataclass_params__" not in vars(cls):
        _complete(cls, options)
    else:
        cls.__generated__ = _generated(cls)
    return _finish(cls)


def generate_again(cls, options):
    """The same for a class in use whose bases have changed."""
    for name in cls.__generated__:
        delattr(cls, name)
    for name, method in (("__init__", _takes_nothing), ("__setattr__", _setattr)):
        if vars(cls).get(name) is method:
            delattr(cls, name)
    _complete(cls, options)
    return _finish(cls)


def _finish(cls):
    _aim_init(cls)
    if cls.__init__ is object.__init__ and cls.__new__ is Object.__new__:
        cls.__init__ = _takes_nothing
    _restrict(cls)
    return cls


def plain(written, options):
    """Return the class as written with the methods a dataclass has, for copies outside the heap."""
    if "__dataclass_params__" not in vars(written):
        _complete(written, options)
    return written
