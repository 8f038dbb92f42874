# SPDX-License-Identifier: Apache-2.0
"""Makes the names that a travelled piece of source needs mean the same here."""

import builtins
import importlib
import pickle
import typing

from .. import _native
from .._calls.naming import find
from .sources import compiled

__all__ = ["restore", "travelled"]

# By module: the namespace in which the travelled source of that module runs in this interpreter.
_namespaces = {}


def travelled(module, qualified_name):
    """Return what travelled here as source under this name, None if nothing did."""
    first, *rest = qualified_name.split(".")
    value = _namespaces.get(module, {}).get(first)
    for name in rest:
        value = getattr(value, name, None)
    return value


def _import(module, name):
    importlib.import_module(module)
    return find(module, name)


_MAKERS = {
    "module": importlib.import_module,
    "import": _import,
    "value": lambda value: value,
    "copy": lambda value: _native.copy_out(value),
    "typevar": lambda name: typing.TypeVar(name),
    "pickle": pickle.loads,
}


def restore(module, names, load_class=None):
    """Return the namespace of the module with these names in it, and the classes that can be put there later."""
    namespace = _namespaces.setdefault(module, {"__name__": module, "__builtins__": builtins})
    later = {}
    for name, (kind, *details) in names.items():
        if name in namespace:
            continue
        if kind == "class":
            class_id, eager = details
            if eager:
                namespace[name] = load_class(class_id)
            else:
                later[name] = class_id
        elif kind == "code":
            exec(compiled(*details), namespace)
        else:
            namespace[name] = _MAKERS[kind](*details)
    return namespace, later
