# SPDX-License-Identifier: Apache-2.0
"""Objects that other interpreters find by name: members of enums, named tuples by their class, classes, functions, modules."""

import builtins
import functools
import sys
import types

from .. import _native
from .._calls.naming import MAINS, find, stem
from .._errors import HeapCorruptError

__all__ = ["enum_class", "is_named_tuple", "named", "named_content", "place_of"]

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
    if not isinstance(module, str) or not isinstance(name, str) or _known(module, name) is not thing:
        return None
    known = stem(module)
    return None if known in MAINS else (known, name)


def _known(module, name):
    """What this interpreter has under the name without importing anything: a module that it has not loaded may be known by
    classes and functions that travelled here with a shared class."""
    if module in sys.modules:
        return find(module, name)
    from .._classes.restore import travelled

    return travelled(module, name)


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
    found = name not in MAINS and sys.modules.get(name) is value
    return ("module", (name,), False) if found else None


def named_content(value):
    """Return what ``take_apart`` does, for an object that has a name or a class with one; None for any other."""
    if issubclass(type(value), type):
        return _class(value)
    kind = enum_class(value)
    if kind is not None:
        return _member(value, kind)
    if is_named_tuple(value):
        return _named_tuple(value)
    if issubclass(type(value), _FUNCTIONS):
        place = place_of(value)
        return None if place is None else ("name", (place,), False)
    if issubclass(type(value), types.ModuleType):
        return _module(value)
    return ("name", (("builtins", "NotImplemented"),), False) if value is NotImplemented else None


# ---- finding them


def _loaded(module):
    """The name under which the module runs here: the main script of another interpreter may be the main script here."""
    for main in MAINS:
        if main in sys.modules and stem(main) == module:
            return main
    return module


def _import(module):
    if not _native.in_transaction():
        __import__(module)
        return
    from .._transactions import outside

    outside(__import__, module)


def _find(module, name, kinds):
    """What the module calls so; nothing of another kind, and what is found is not called."""
    if not isinstance(module, str) or not isinstance(name, str):
        raise HeapCorruptError("a value in the heap is found by a name that is none")
    loaded = _loaded(module)
    found = _known(loaded, name)
    if found is None and loaded not in sys.modules:
        try:
            _import(module)
        except ImportError as error:
            raise ImportError(f"a value in the heap needs {module}.{name}, which is not to be found here: {error}") from error
        found = find(module, name)
    if not isinstance(found, kinds):
        raise ImportError(f"a value in the heap needs {name!r} of module {module!r}, which has no such thing here")
    return found


def _find_member(module, class_name, name, value):
    import enum

    kind = _find(module, class_name, enum.EnumType)
    member = kind._member_map_.get(name) if isinstance(name, str) else _combined(kind, value)
    if member is None:
        what = repr(name) if isinstance(name, str) else f"of value {value!r}"
        raise ImportError(f"a value in the heap needs member {what} of {module}.{class_name}, which has none here")
    return member


def _combined(kind, value):
    """Several members of a flag, None if there is no such combination."""
    import enum

    if not issubclass(kind, enum.Flag):
        return None
    try:
        return kind(value)
    except (TypeError, ValueError):
        return None


def _make_named_tuple(module, name, values):
    if type(values) is not tuple:
        raise HeapCorruptError("a named tuple in the heap has no values")
    kind = _find(module, name, type)
    fields = getattr(kind, "_fields", None)
    if not (issubclass(kind, tuple) and isinstance(fields, tuple) and len(fields) == len(values)):
        raise ImportError(f"a value in the heap needs {module}.{name}, which is no named tuple of {len(values)} fields here")
    return builtins.tuple.__new__(kind, values)


def _module_named(name):
    if not isinstance(name, str):
        raise HeapCorruptError("a module in the heap is found by a name that is none")
    loaded = _loaded(name)
    if loaded not in sys.modules:
        _import(name)
    return sys.modules[loaded]


def _tuple(part, size):
    if type(part) is not tuple or len(part) != size:
        raise HeapCorruptError(f"a value in the heap is found by {size} names, which are not there")
    return part


def named(label, content):
    """Return the object that ``named_content`` says this about."""
    if label == "enum":
        return _find_member(*_tuple(content[0], 4))
    if label == "namedtuple":
        module, name, values = content
        return _make_named_tuple(module, name, values)
    if label == "shared class":
        from .._classes import load_class

        return load_class(*content)
    if label == "module":
        return _module_named(*content)
    return _find(*_tuple(content[0], 2), (type, *_FUNCTIONS, type(NotImplemented)))
