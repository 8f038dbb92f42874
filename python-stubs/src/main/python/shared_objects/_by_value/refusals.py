# SPDX-License-Identifier: Apache-2.0
"""What to say of a value that cannot be shared: what it is, why, and what to store instead."""

import types

from .._calls import naming
from .names import enum_class, is_named_tuple, place_of

__all__ = ["describe"]

_INSTEAD = {
    "collections.deque": "store a list, or use shared_objects.Queue",
    "collections.OrderedDict": "store a dict, which keeps the order of its items",
    "collections.defaultdict": "store a dict and use setdefault()",
    "collections.Counter": "store a dict, or use shared_objects.counter for each number",
    "collections.ChainMap": "store the dicts it is made of",
    "array.array": "with type code 'u'; store a str",
}
# Where GraalPy has what other modules show.
_SHOWN = {"_collections": "collections", "_pydatetime": "datetime", "_pydecimal": "decimal"}
_BASES = (bool, int, float, complex, str, bytes, bytearray, tuple, frozenset, list, dict, set)


def _title(kind):
    module = _SHOWN.get(kind.__module__, kind.__module__)
    return f"{module}.{kind.__qualname__}".removeprefix("builtins.")


def _no_place(kind):
    """Why other interpreters do not find a class."""
    if "<locals>" in kind.__qualname__:
        return "it is defined in a function; define it in a module"
    if naming.find(kind.__module__, kind.__qualname__) is not kind:
        return f"it is not what module {kind.__module__!r} calls so"
    return "its program has no file; define it in a module"


def _by_class(what, kind):
    return f"{what} {_title(kind)!r}, a class that another interpreter cannot find: {_no_place(kind)}"


def _named_tuple(value):
    kind = type(value)
    if place_of(kind) is None:
        return _by_class("named tuple", kind)
    return f"named tuple {_title(kind)!r} with other attributes than its fields"


def _zoned(value):
    return f"{_title(type(value))} object with a tzinfo of class {_title(type(value.tzinfo))!r}: use timezone or ZoneInfo"


def _of_subclass(value, title):
    base = next((base for base in _BASES if isinstance(value, base)), None)
    if base is None:
        return f"{title} object"
    return f"{title} object: instances of subclasses of {base.__name__} are not shared; store a plain {base.__name__}"


def describe(value):
    """Say in a few words what a value is that cannot be shared, and why."""
    kind = type(value)
    title = _title(kind)
    if title in _INSTEAD:
        return f"{title} object: {_INSTEAD[title]}"
    if title.startswith("polyglot."):
        return "object of another language that is no array, map or plain object"
    if issubclass(type(value), type):
        return _by_class("class", value)
    if issubclass(type(value), types.FunctionType):
        return naming.describe(value)
    if enum_class(value) is not None:
        return _by_class("member of enum", kind)
    if is_named_tuple(value):
        return _named_tuple(value)
    if getattr(value, "tzinfo", None) is not None and title.startswith("datetime."):
        return _zoned(value)
    return naming.describe(value) if kind in _BASES else _of_subclass(value, title)
