# SPDX-License-Identifier: Apache-2.0
"""Imports modules of CPython's test suite under their own names, rewritten so that they test the shared types."""

import array
import builtins
import importlib.machinery
import importlib.util
import pathlib
import sys
import types
import unittest

import shared_objects as so

from . import stand_ins
from .rewriting import CLASS, FORM, TYPES, rewritten

__all__ = ["SUITE", "load"]

SUITE = pathlib.Path("/usr/lib/python3.11/test")
_PACKAGE = "test"
_ELSEWHERE = {"test_tool"}


def _is_tool(value):
    """Whether a display is the test's own table, of functions or classes to be tried, and no subject of the test."""
    if so.is_shared(value):
        return False
    parts = value.values() if isinstance(value, dict) else value
    return any(callable(part) or isinstance(part, (tuple, list)) and _is_tool(part) for part in parts)


def _from_heap(value):
    """The value as the heap gives it back."""
    return value if _is_tool(value) else so.share([value])[0]


def _tuple(*arguments):
    return _from_heap(tuple(*arguments))


def _array(typecode, *initializer):
    """Of a type that cannot be shared, the refusal to store one."""
    return so.share(array.array("u", *initializer)) if typecode == "u" else so.array(typecode, *initializer)


_FORMS = types.SimpleNamespace(list=so.list, dict=so.dict, set=so.set, tuple=_tuple, bytearray=so.bytearray, array=_array)
_SHARED = {builtins.list: so.list, builtins.dict: so.dict, builtins.set: so.set, builtins.bytearray: so.bytearray}


class _Loader(importlib.machinery.SourceFileLoader):
    def set_data(self, path, data, *, _mode=0o666):
        """Keeps no compiled form."""


class _SharedLoader(_Loader):
    def __init__(self, name, path, suite):
        super().__init__(name, path)
        self._suite = suite

    def get_code(self, fullname):
        tree = rewritten(self.get_data(self.path), self.path, self._suite)
        return compile(tree, self.path, "exec", dont_inherit=True)

    def exec_module(self, module):
        setattr(module, FORM, _from_heap)
        setattr(module, TYPES, _FORMS)
        setattr(module, CLASS, so.shared)
        super().exec_module(module)
        for name in stand_ins.NAMES.keys() & vars(module).keys():
            setattr(module, name, stand_ins.NAMES[name])
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, unittest.TestCase):
                _substitute(value, self._suite.kinds)


def _substitute(case, kinds):
    """What a test class names as the type to be tested becomes the shared one; ``basetype`` is that of copies, which are native."""
    for name, tested in [*vars(case).items()]:
        if name != "basetype" and isinstance(tested, type) and tested in _SHARED and tested.__name__ in kinds:
            setattr(case, name, _SHARED[tested])


class _Finder:
    """Finds what GraalPy's own package ``test`` does not have; ``test.support`` is GraalPy's."""

    def __init__(self, suite):
        self._suite = suite

    def find_spec(self, name, path=None, target=None):
        parts = name.split(".")
        if parts[0] != _PACKAGE or len(parts) == 1 or parts[1] == "support":
            return None
        place = SUITE.joinpath(*parts[1:])
        file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
        if not file.exists():
            return None
        folders = [str(place)] if place.is_dir() else None
        if self._suite is None:
            loader = _Loader(name, str(file))
        else:
            loader = _SharedLoader(name, str(file), self._suite)
        return importlib.util.spec_from_file_location(name, file, loader=loader, submodule_search_locations=folders)


def _forget():
    for name in [*sys.modules]:
        if name.startswith(_PACKAGE + ".") and not name.startswith(_PACKAGE + ".support"):
            del sys.modules[name]
            vars(sys.modules[_PACKAGE]).pop(name.split(".")[1], None)


def _cases(tests):
    for test in tests:
        if isinstance(test, unittest.TestSuite):
            yield from _cases(test)
        else:
            yield test


def _modules(name):
    """The module of this name; of a package all its tests but those that start other interpreters."""
    files = sorted(SUITE.joinpath(name).glob("test_*.py"))
    return [f"{_PACKAGE}.{name}.{file.stem}" for file in files if file.stem not in _ELSEWHERE] or [f"{_PACKAGE}.{name}"]


def load(name, suite):
    """Return the test cases of a module of CPython's suite, with what a Suite names made shared, or as it is for None.

    What they import while they run is found in the same way, until the next module is loaded.
    """
    sys.meta_path[:] = [_Finder(suite), *(finder for finder in sys.meta_path if not isinstance(finder, _Finder))]
    _forget()
    return [*_cases(unittest.defaultTestLoader.loadTestsFromNames(_modules(name)))]
