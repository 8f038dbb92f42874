# SPDX-License-Identifier: Apache-2.0
"""What the names in a travelling piece of source stand for, written down so that another interpreter can tell.

A name is described by a tuple: ("module", name), ("import", module, qualified name), ("class", class, eager),
("code", text, line, file), ("value", value), ("copy", container, eager), ("typevar", name) or
("pickle", bytes, module, modules): names in the module mean what travelled before, or are imported if it is None.

Constants of a module travel by their pickles, after the code of the module that they are made of. Objects that have names of their own in
the module are not pickled again, so that they are the same objects there. Where one of them cannot be made so, all that are pickled are
imported instead, with the code that they are made of: what has travelled and what was imported are not the same.
"""

import builtins
import functools
import inspect
import pickle
import sys
import types
import typing

from .. import _native
from .._by_value import home_of, is_plain_value
from .._calls.naming import MAINS, describe, find, stem
from .._errors import NotShareableError
from .pickles import dump, parts
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
        self._constants = {}
        self._imports = False
        self._with_import = set()
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
        if _is_shared_class(value):
            return "class", value, eager
        by_name = _module_or_import(value, self._module)
        if by_name is not None:
            return by_name
        if getattr(value, "__module__", None) == self._module and _has_source(value):
            return self._code(name, value)
        return _by_value(value, self._module, eager) or self._pickled(name, value)

    def _code(self, name, value):
        """Describe a helper of the same module by its source, after everything its source needs."""
        if name in self._with_import and _can_be_imported(self._module):
            return "import", self._module, name
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
        """Describe a constant of this module by its pickle, or as one to import."""
        try:
            data = dump(value, self._named(name, value))
        except Exception:
            return None
        found = self._parts(data)
        if found is None:
            return None
        needed, modules = found
        self._constants[name] = value, needed
        if not (self._imports or self._is_made(name, needed)):
            self._import_constants()
        return self._imported(name) if self._imports else ("pickle", data, self._module, modules)

    def _parts(self, data):
        return parts(data, self._module, lambda name: self._lookup(name, None))

    def _named(self, name, value):
        """Names by the ids of objects that the module calls so, but for this one, code and plain values."""
        names = {
            id(each): other
            for other, each in getattr(sys.modules.get(self._module), "__dict__", {}).items()
            if not other.startswith("__") and not _is_atom(each) and self._lookup(other, None) is each
        }
        if names.get(id(value)) == name:
            del names[id(value)]
        return names

    def _is_made(self, name, needed):
        """Describe what a constant is made of, unless that cannot be made before it."""
        before = dict(self.names)
        self.names[name] = "open", name
        try:
            made = all(map(self._is_there, needed))
        except NotShareableError:
            made = False
        texts = [text for kind, text, *_ in map(self.names.get, needed) if kind == "code"] if made else ()
        if not made or self._imports or name in read_at_once(texts, self.names):
            self.names = before
            return False
        del self.names[name]
        return True

    def _is_there(self, name):
        """Describe what a constant needs. False for shared classes, which may need the constant."""
        value = self._lookup(name, None)
        if value is None or value is not find(self._module, name) or _is_shared_class(value):
            return False
        if name not in self.names:
            self._name(name, None, True)
        return self.names[name][0] != "open"

    def _import_constants(self):
        self._imports = True
        for name, (_, needed) in self._constants.items():
            self._with_import.update(needed)
            if name in self.names:
                self.names[name] = self._imported(name) or self.names[name]
        for name in self._with_import.intersection(self.names):
            if self.names[name][0] == "code" and _can_be_imported(self._module):
                self.names[name] = "import", self._module, name

    def _imported(self, name):
        """Describe a constant as what its module calls so; in a main program only the code that it is made of is found."""
        value, _ = self._constants[name]
        if _can_be_imported(self._module) and find(self._module, name) is value:
            return "import", self._module, name
        try:
            data = pickle.dumps(value)
        except Exception:
            return None
        _, modules = self._parts(data)
        return "pickle", data, None, (*modules, self._module)


def _is_atom(value):
    code = (type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType)
    return type(value) in _PLAIN or isinstance(value, code) or is_plain_value(value)


def _is_shared_class(value):
    return isinstance(value, type) and "__shared__" in vars(value)


def _can_be_imported(module):
    return module not in MAINS


def _has_source(value):
    return isinstance(value, type) or isinstance(inspect.unwrap(value), types.FunctionType)


def _module_or_import(value, own_module):
    if isinstance(value, types.ModuleType):
        return ("module", value.__name__) if _can_be_imported(value.__name__) else None
    module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    if not isinstance(module, str) or not isinstance(name, str) or module == own_module or not _can_be_imported(module):
        return None
    return ("import", module, name) if find(module, name) is value else None


def _by_value(value, own_module, eager):
    if type(value) in _PLAIN or _native.is_shared(value) or is_plain_value(value):
        return "value", value
    if type(value) is typing.TypeVar:
        return "typevar", value.__name__
    if type(value) in _CONTAINERS and not _names_of(value, own_module):
        try:
            _native.share(value)
            return "copy", value, eager or not any(map(_is_shared_class, _inside(value)))
        except NotShareableError:
            pass
    return None


def _inside(value):
    """The container and everything in it, each once."""
    seen, pending = set(), [value]
    while pending:
        each = pending.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        if isinstance(each, dict):
            pending += [*each.keys(), *each.values()]
        elif isinstance(each, (list, tuple, set, frozenset)):
            pending += each


def _names_of(value, module):
    """Whether something in the container is found by a name in this module, which would be imported for it."""
    return any(home_of(each) == stem(module) for each in _inside(value))


def capture_function(function):
    """Describe a function of a program without a file, and everything it needs, by source."""
    lookup = functools.partial(_global, inspect.unwrap(function).__globals__)
    capture = Capture(f"function {function.__qualname__!r}", function.__module__, lookup)
    capture.name(function.__name__)
    return capture.names


def _global(namespace, name, missing):
    return namespace.get(name, missing)

