# SPDX-License-Identifier: Apache-2.0
"""Makes a shared class from the class as written: same body, base ``Object``, dataclass methods."""

import dataclasses
import functools
import types
import typing

from .._object import Object

__all__ = ["build", "plain", "update"]

_DROPPED = ("__dict__", "__weakref__", "__slots__")
_GENERATED = ("__init__", "__repr__")


def _is_builtin(base):
    """Whether instances of the base need a layout of their own, as those of int, tuple or deque."""
    if base in (object, Object, typing.Generic, typing.Protocol):
        return False
    own_new = vars(base).get("__new__")
    return own_new is not None and not isinstance(own_new, (staticmethod, types.FunctionType))


def _refuse_base(written):
    for base in written.__bases__:
        if any(_is_builtin(ancestor) for ancestor in base.__mro__):
            raise TypeError(f"type '{base.__qualname__}' is not an acceptable base type of a shared class")


def _bases(written):
    bases = tuple(base for base in written.__bases__ if base is not object)
    return bases if any(issubclass(base, Object) for base in bases) else (*bases, Object)


def _slots(written):
    slots = vars(written).get("__slots__")
    if slots is None:
        return None
    return (slots,) if isinstance(slots, str) else tuple(slots)


def _namespace(written):
    slots = _slots(written) or ()
    private = f"_{written.__name__.lstrip('_')}"
    dropped = {*_DROPPED, *slots, *(private + name for name in slots if name.startswith("__"))}
    return {
        name: value
        for name, value in vars(written).items()
        if name not in dropped or not isinstance(value, (types.MemberDescriptorType, types.GetSetDescriptorType, tuple, str))
    }


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


def _aim_super(namespace, written, built):
    """Let ``super()`` and ``__class__`` in the methods mean the class that was built."""
    for value in namespace.values():
        for function in _functions(value, set()):
            for cell in function.__closure__ or ():
                if _is_filled(cell) and cell.cell_contents is written:
                    cell.cell_contents = built


def _inherits_own(built, name):
    """Whether a base other than Object has this method written by hand."""
    for base in built.__mro__[1:]:
        if base in (Object, object, typing.Generic, typing.Protocol):
            continue
        if name in vars(base):
            return name not in vars(base).get("__generated__", ())
    return False


def _complete(built, eq):
    """Generate what a dataclass generates, but leave inherited hand-written methods alone if there are no new fields."""
    annotated = bool(vars(built).get("__annotations__"))
    written = {name: name in vars(built) or (not annotated and _inherits_own(built, name)) for name in _GENERATED}
    dataclasses.dataclass(eq=eq, init=not written["__init__"], repr=not written["__repr__"])(built)
    if not dataclasses.fields(built) and not written["__repr__"]:
        del built.__repr__
    built.__generated__ = tuple(name for name in _GENERATED if not written[name])


def _restrict(built):
    """A class whose whole ancestry has slots takes no other attributes."""
    allowed = set()
    for base in built.__mro__:
        if base in (Object, object, typing.Generic):
            continue
        slots = vars(base).get("__declared_slots__")
        if slots is None:
            return
        allowed.update(slots)

    def __setattr__(self, name, value):
        if name not in allowed and not hasattr(getattr(type(self), name, None), "__set__"):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        Object.__setattr__(self, name, value)

    if "__setattr__" not in vars(built):
        built.__setattr__ = __setattr__


def _concrete_only(cls, *args, **kwargs):
    missing = sorted(cls.__abstractmethods__)
    if missing:
        names = ", ".join(repr(name) for name in missing)
        plural = "s" if len(missing) > 1 else ""
        message = f"Can't instantiate abstract class {cls.__name__} without an implementation for abstract method{plural} {names}"
        raise TypeError(message)
    return Object.__new__(cls)


def build(written, eq):
    """Return the shared class for the class as written."""
    _refuse_base(written)
    namespace = _namespace(written)
    namespace["__declared_slots__"] = _slots(written)
    # No local attributes, even when a mixin would give the object a dict of its own.
    namespace["__slots__"] = ()
    namespace["__dict__"] = vars(Object)["__dict__"]
    if getattr(written, "__abstractmethods__", None) and "__new__" not in namespace:
        namespace["__new__"] = _concrete_only
    built = type(written)(written.__name__, _bases(written), namespace)
    built.__qualname__ = written.__qualname__
    _aim_super(namespace, written, built)
    _complete(built, eq)
    _restrict(built)
    return built


def plain(written, eq):
    """Return the class as written with the methods a dataclass has, for copies outside the heap."""
    if not dataclasses.is_dataclass(written) or "__dataclass_fields__" not in vars(written):
        _complete(written, eq)
    return written


def update(existing, fresh):
    """Give a class that is in use the text of a fresh one. False if its bases differ too much."""
    if existing.__bases__ != fresh.__bases__:
        try:
            existing.__bases__ = fresh.__bases__
        except TypeError:
            return False
    kept = {*_DROPPED, "__shared__"}
    namespace = {name: value for name, value in vars(fresh).items() if name not in kept}
    for name in [name for name in vars(existing) if name not in namespace and name not in kept]:
        delattr(existing, name)
    for name, value in namespace.items():
        if name not in ("__abstractmethods__", "_abc_impl"):
            setattr(existing, name, value)
    _aim_super(namespace, fresh, existing)
    return True
