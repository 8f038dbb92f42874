# SPDX-License-Identifier: Apache-2.0
"""Makes the names that a travelled piece of source needs mean the same here."""

import builtins
import functools
import importlib
import sys
import typing

from .. import _native
from .._calls.naming import find
from .pickles import load
from .sources import compiled

__all__ = ["codes_of", "import_for", "is_deferred", "is_travelled", "make", "namespace_of", "restore", "travelled"]

# By module: the namespace in which the travelled source of that module runs in this interpreter, and what code made its names.
_namespaces = {}
_codes = {}


def travelled(module, qualified_name):
    """Return what travelled here as source under this name, None if nothing did."""
    first, *rest = qualified_name.split(".")
    value = _namespaces.get(module, {}).get(first)
    for name in rest:
        value = getattr(value, name, None)
    return value


def namespace_of(module):
    """The namespace in which the travelled source of a module runs here."""
    return _namespaces.setdefault(module, {"__name__": module, "__builtins__": builtins})


def is_travelled(namespace):
    """Whether this is a namespace of travelled source, not one of a module that was loaded."""
    return _namespaces.get(namespace.get("__name__")) is namespace


def codes_of(namespace):
    """By name: the descriptions of the code that names of a namespace of travelled source were made of last."""
    return _codes.setdefault(namespace["__name__"], {})


def _find(qualified_name, aside, namespace):
    first, *rest = qualified_name.split(".")
    return functools.reduce(getattr, rest, aside[first] if first in aside else namespace[first])


def _import(module, name):
    importlib.import_module(module)
    return find(module, name)


_MAKERS = {
    "module": importlib.import_module,
    "import": _import,
    "value": lambda value: value,
    "copy": lambda value, eager=True: _native.copy_out(value),
    "typevar": lambda name: typing.TypeVar(name),
}


def import_for(description):
    """Import what a name will need. Errors come again when it is made."""
    kind, *details = description
    try:
        if kind in ("module", "import"):
            importlib.import_module(details[0])
        elif kind == "pickle":
            for module in details[2]:
                importlib.import_module(module)
    except KeyboardInterrupt:
        raise
    except BaseException:
        pass


def restore(namespace, names, load_class=None):
    """Put the names that the namespace lacks into it; none on an error. Returns the descriptions of what can be put there later."""
    later, put = {}, []
    try:
        for name, description in names.items():
            if name in namespace:
                continue
            if is_deferred(description):
                later[name] = description
            else:
                put.append(name)
                namespace[name] = make(namespace, {}, name, description, load_class)
    except BaseException:
        for name in put:
            namespace.pop(name, None)
        raise
    if is_travelled(namespace):
        codes_of(namespace).update((name, names[name]) for name in put if names[name][0] == "code")
    return later


def is_deferred(description):
    """Whether this is a class, or has classes in it, and is needed only when functions are called."""
    return description[0] == "class" and not description[2] or description[0] == "copy" and description[2:] == (False,)


def make(namespace, aside, name, description, load_class):
    """Return what the name means; code that makes it sees names that lie aside before others, the functions it makes do not."""
    kind, *details = description
    if kind == "class":
        return load_class(details[0])
    if kind == "code":
        made = dict(aside)
        if "dataclasses" in sys.modules:
            from . import annotations
        exec(compiled(*details), namespace, made)
        return made[name]
    if kind == "pickle":
        data, module, _ = details
        named = functools.partial(_find, aside=aside, namespace=namespace)
        return load(data, lambda where, name: named(name) if where == module else None, named)
    return _MAKERS[kind](*details)
