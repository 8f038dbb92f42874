# SPDX-License-Identifier: Apache-2.0
"""What the names in a travelling piece of source stand for, written down so that another interpreter can tell.

A name is described by a tuple: ("module", name), ("import", module, qualified name), ("class", class, eager),
("code", text, line, file), ("value", value), ("copy", container), ("typevar", name) or
("pickle", bytes, module, modules): names in the module mean what travelled before, or are imported if it is None.
"""

import builtins
import functools
import inspect
import pickle
import types
import typing

from .. import _native
from .._by_value import home_of, is_plain_value
from .._calls.naming import describe, find, stem
from .._errors import NotShareableError
from .pickles import parts
from .scopes import Names, read_at_once
from .sources import find_statement

__all__ = ["Capture", "capture_function"]

_PLAIN = (int, float, complex, str, bytes, bool, types.NoneType)
_CONTAINERS = (list, dict, tuple)
_MISSING = object()


class Capture:
    """Collects the descriptions of all names that a piece of source and its helpers need."""

    def __init__(self, owner, module, lookup):
        self.names = {}
        self.late = set()
        self._owner = owner
        self._module = module
        self._lookup = lookup

    def statement(self, node, own_name):
        """Describe all names the statement reads."""
        found = Names(node)
        self._all(dict.fromkeys(sorted(found.eager)), own_name, True)
        self._all(found.deferred, own_name, False)
        self._softly(found.soft - {own_name})

    def name(self, name):
        """Describe what this name stands for, with all it needs."""
        self._name(name, None, False)

    def _all(self, names, own_name, eager):
        for name, function in names.items():
            if name != own_name and name not in self.names:
                self._name(name, function, eager)

    def _name(self, name, function, eager):
        value = self._lookup(name, _MISSING)
        if value is _MISSING:
            if not hasattr(builtins, name):
                self.late.add(name)
            return
        description = self._describe(name, value, eager)
        if description is None:
            where = "" if function is None else f"function {function!r} of "
            raise NotShareableError(f"{where}{self._owner} captures {name!r}, which cannot travel: {describe(value)}")
        self.names[name] = description

    def _softly(self, names):
        for name in sorted(names - set(self.names)):
            value = self._lookup(name, _MISSING)
            if value is not _MISSING:
                description = _module_or_import(value, self._module)
                if description is not None:
                    self.names[name] = description

    def _describe(self, name, value, eager):
        if isinstance(value, type) and "__shared__" in vars(value):
            return "class", value, eager
        by_name = _module_or_import(value, self._module)
        if by_name is not None:
            return by_name
        if getattr(value, "__module__", None) == self._module and _has_source(value):
            return self._code(name, value)
        return _by_value(value, self._module) or self._pickled(name, value)

    def _code(self, name, value):
        """Describe a helper of the same module by its source, after everything its source needs."""
        code = getattr(inspect.unwrap(value), "__code__", None)
        globals_of = getattr(inspect.unwrap(value), "__globals__", None)
        file = code.co_filename if code is not None else getattr(inspect.getmodule(value), "__file__", None)
        if file is None or (code is not None and code.co_freevars):
            return None
        source = find_statement(file, globals_of, name, code.co_firstlineno if code is not None else 1 << 30)
        if source is None:
            return None
        found = Names(source.node)
        self._all(dict.fromkeys(sorted(found.eager)), name, True)
        if isinstance(value, type):
            self._softly(found.soft - {name})  # what dataclasses asks of annotations
        self.names[name] = description = ("code", source.text, source.line, source.file)
        self._all(found.deferred, name, False)
        return description

    def _pickled(self, name, value):
        """Describe a constant by its pickle, after the code of the same module that it is made of, if that can be run before."""
        try:
            data = pickle.dumps(value)
        except Exception:
            return None
        found = parts(data, self._module)
        if found is None:
            return None
        needed, modules = found
        before = dict(self.names)
        self.names[name] = "pickle", data, None, (*modules, self._module)
        if not all(map(self._is_code, needed)):
            return self.names.pop(name)
        for each in needed:
            if each not in self.names:
                self._name(each, None, True)
        described = self.names.pop(name)
        texts = [text for kind, text, *_ in map(self.names.get, needed) if kind == "code"]
        if name in read_at_once(texts, self.names):
            self.names = before
            return described
        return "pickle", data, self._module, modules

    def _is_code(self, name):
        """Whether the name means the same here as in the module, and no shared class, which may be needed by what it needs."""
        value = self._lookup(name, None)
        return value is find(self._module, name) and not (isinstance(value, type) and "__shared__" in vars(value))


def _has_source(value):
    return isinstance(value, type) or isinstance(inspect.unwrap(value), types.FunctionType)


def _module_or_import(value, own_module):
    if isinstance(value, types.ModuleType):
        return None if value.__name__ in ("__main__", "__mp_main__") else ("module", value.__name__)
    module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    if not isinstance(module, str) or not isinstance(name, str) or module in (own_module, "__main__", "__mp_main__"):
        return None
    return ("import", module, name) if find(module, name) is value else None


def _by_value(value, own_module):
    if type(value) in _PLAIN or _native.is_shared(value) or is_plain_value(value):
        return "value", value
    if type(value) is typing.TypeVar:
        return "typevar", value.__name__
    if type(value) in _CONTAINERS and not _names_of(value, own_module):
        try:
            _native.share(value)
            return "copy", value
        except NotShareableError:
            pass
    return None


def _names_of(value, module):
    """Whether something in the container is found by a name in this module, which would be imported for it."""
    seen, pending = set(), [value]
    while pending:
        each = pending.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        if isinstance(each, dict):
            pending += [*each.keys(), *each.values()]
        elif isinstance(each, (list, tuple, set, frozenset)):
            pending += each
        if home_of(each) == stem(module):
            return True
    return False


def capture_function(function):
    """Describe a function of a program without a file, and everything it needs, by source."""
    lookup = functools.partial(_global, inspect.unwrap(function).__globals__)
    capture = Capture(f"function {function.__qualname__!r}", function.__module__, lookup)
    capture.name(function.__name__)
    return capture.names


def _global(namespace, name, missing):
    return namespace.get(name, missing)

