# SPDX-License-Identifier: Apache-2.0
"""Makes the names that a travelled piece of source needs mean the same here."""

import builtins
import importlib
import pickle
import typing

from .. import _native
from .._calls.naming import find
from .sources import compiled

__all__ = ["has_replaced", "namespace_of", "put_back", "restore", "travelled"]

# By module: the namespace in which the travelled source of that module runs in this interpreter.
_namespaces = {}


def travelled(module, qualified_name):
    """Return what travelled here as source under this name, None if nothing did."""
    first, *rest = qualified_name.split(".")
    value = _namespaces.get(module, {}).get(first)
    for name in rest:
        value = getattr(value, name, None)
    return value


# What programs may have given another value than their source says, and interpreters of one program different ones.
_DATA = ("value", "copy", "pickle", "typevar")
_MISSING = object()


def namespace_of(module):
    """The namespace in which the travelled source of a module runs here."""
    return _namespaces.setdefault(module, {"__name__": module, "__builtins__": builtins})


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


def restore(namespace, names, load_class=None, before=None):
    """Put these names into the namespace, where it lacks them or their description is another one than ``before``.

    Constants that a module has got by its own source stay. Returns the classes that can be put there later, and the values that
    were replaced, for ``put_back``. Puts all back on an error.
    """
    travelled_here = _namespaces.get(namespace.get("__name__")) is namespace
    later, replaced = {}, {}
    try:
        for name, description in names.items():
            is_new = name not in namespace
            kind, *details = description
            is_changed = before is not None and before.get(name, description) != description
            if is_new or (is_changed and (travelled_here or kind not in _DATA)):
                if kind == "class" and is_new and not details[1]:
                    later[name] = details[0]
                else:
                    replaced[name] = namespace.get(name, _MISSING)
                    _make(namespace, name, kind, details, load_class)
    except BaseException:
        put_back(namespace, replaced)
        raise
    return later, replaced


def _make(namespace, name, kind, details, load_class):
    if kind == "class":
        namespace[name] = load_class(details[0])
    elif kind == "code":
        exec(compiled(*details), namespace)
    else:
        namespace[name] = _MAKERS[kind](*details)


def has_replaced(replaced):
    """Whether names that had a value have another one now."""
    return any(value is not _MISSING for value in replaced.values())


def put_back(namespace, replaced):
    """Undo what ``restore`` has done."""
    for name, value in replaced.items():
        if value is _MISSING:
            namespace.pop(name, None)
        else:
            namespace[name] = value
