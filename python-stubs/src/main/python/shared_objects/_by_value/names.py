# SPDX-License-Identifier: Apache-2.0
"""Objects that other interpreters find by name: members of enums, named tuples by their class, classes, functions, modules."""

import builtins
import functools
import importlib
import sys
import types

from .. import _native
from .._calls.naming import find, stem

__all__ = ["enum_class", "is_named_tuple", "named", "named_content", "place_of"]

_MAINS = ("__main__", "__mp_main__")
_FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, type(functools.lru_cache(len)))

# The plain value that an instance of a subclass equals; methods of the subclass are not asked.
_PLAIN = {
    int: lambda value: int.__add__(value, 0),
    str: lambda value: str.__add__(value, ""),
    float: lambda value: float.__add__(value, 0.0),
    bytes: lambda value: bytes.__add__(value, b""),
    tuple: lambda value: tuple.__getitem__(value, slice(None)),
}


def place_of(thing):
    """Return (module, qualified name) by which other interpreters find the class or function, None if they cannot."""
    module, name = getattr(thing, "__module__", None), getattr(thing, "__qualname__", None)
    if not isinstance(module, str) or not isinstance(name, str) or find(module, name) is not thing:
        return None
    known = stem(module)
    return None if known in _MAINS else (known, name)


def _equality(kind, base):
    """Whether instances of the class are equal as those of its base are."""
    return kind.__eq__ is base.__eq__ and kind.__hash__ is base.__hash__


# ---- enums and named tuples


def enum_class(value):
    """The class of a member of an enum, None for anything else."""
    enum = sys.modules.get("enum")
    return type(value) if enum is not None and isinstance(type(value), enum.EnumMeta) else None


def _member(value, kind):
    import enum

    place = place_of(kind)
    if place is None:
        return None
    if kind._member_map_.get(value._name_) is value:
        identity = (*place, value._name_, None)
    elif isinstance(value, enum.Flag):
        identity = (*place, None, value._value_)
    else:
        return None
    if kind.__eq__ is object.__eq__ and kind.__hash__ is enum.Enum.__hash__:
        return "enum", (identity,), False
    for base, plain in _PLAIN.items():
        if isinstance(value, base) and _equality(kind, base):
            return "enum", (identity, plain(value)), False
    return "enum", (identity,), True


def is_named_tuple(value):
    """Whether the value is a named tuple, of collections or typing."""
    fields = getattr(type(value), "_fields", None)
    return (
        isinstance(value, tuple)
        and isinstance(fields, tuple)
        and len(fields) == tuple.__len__(value)
        and hasattr(type(value), "_make")
    )


def _named_tuple(value):
    kind = type(value)
    place = place_of(kind)
    if place is None or getattr(value, "__dict__", None):
        return None
    return "namedtuple", (*place, _PLAIN[tuple](value)), not _equality(kind, tuple)


# ---- classes, functions, modules


def _class(value):
    if "__shared__" in vars(value):
        from .._classes import class_id

        return "shared class", (class_id(value),), False
    place = place_of(value)
    if place is None and getattr(types, value.__qualname__, None) is value:
        place = "types", value.__qualname__
    return None if place is None else ("name", (place,), False)


def _module(value):
    name = value.__name__
    found = name not in _MAINS and sys.modules.get(name) is value
    return ("module", (name,), False) if found else None


def named_content(value):
    """Return what ``take_apart`` does, for an object that has a name or a class with one; None for any other."""
    if isinstance(value, type):
        return _class(value)
    kind = enum_class(value)
    if kind is not None:
        return _member(value, kind)
    if is_named_tuple(value):
        return _named_tuple(value)
    if isinstance(value, _FUNCTIONS):
        place = place_of(value)
        return None if place is None else ("name", (place,), False)
    if type(value) is types.ModuleType or isinstance(value, types.ModuleType):
        return _module(value)
    return ("name", (("builtins", "NotImplemented"),), False) if value is NotImplemented else None


# ---- finding them


def _loaded(module):
    """The name under which the module runs here: the main script of another interpreter may be the main script here."""
    for main in _MAINS:
        if main in sys.modules and stem(main) == module:
            return main
    if module not in sys.modules:
        _import(module)
    return module


def _import(module):
    if not _native.in_transaction():
        importlib.import_module(module)
        return
    from .._transactions import outside

    outside(importlib.import_module, module)


def _find(module, name):
    try:
        found = find(_loaded(module), name)
    except ImportError as error:
        raise ImportError(f"a value in the heap needs {module}.{name}, which is not to be found here: {error}") from error
    if found is None:
        raise ImportError(f"a value in the heap needs {name!r} of module {module!r}, which has no such thing here")
    return found


def _find_member(module, class_name, name, value):
    kind = _find(module, class_name)
    if name is None:
        return kind(value)
    try:
        return kind[name]
    except KeyError:
        raise ImportError(f"a value in the heap needs member {name!r} of {module}.{class_name}, which has none here") from None


def _make_named_tuple(module, name, values):
    kind = _find(module, name)
    if not (isinstance(kind, type) and issubclass(kind, tuple) and len(kind._fields) == len(values)):
        raise TypeError(f"{module}.{name} is not a named tuple of {len(values)} fields here")
    return builtins.tuple.__new__(kind, values)


def named(label, content):
    """Return the object that ``named_content`` says this about."""
    if label == "enum":
        return _find_member(*content[0])
    if label == "namedtuple":
        return _make_named_tuple(*content)
    if label == "shared class":
        from .._classes import load_class

        return load_class(*content)
    if label == "module":
        return sys.modules.get(content[0]) or importlib.import_module(content[0])
    return _find(*content[0])
