# SPDX-License-Identifier: Apache-2.0
"""Standard modules that an interpreter imports while it waits, before it is known for whom: the program does not wait for them."""

import atexit
import builtins
import os
import sys
import time
from _frozen_importlib_external import PathFinder

_NAMES = ("concurrent.futures",)


class _Early:
    """Hands each of the modules out once, to who imports it, as long as all are found in the files that they come from.

    Until then it is not in ``sys.modules``, so a module of the program that has the same name is found as ever; and none
    is handed out while the program has put something else in the place of one, since they refer to each other.
    """

    def __init__(self, names):
        self.early_modules = {}
        self._imports = {}
        before = set(sys.modules)
        path = sys.path[:]
        sys.path[:] = [os.path.dirname(os.__file__)]  # nothing of the user's runs before its program
        ordinary = builtins.__import__
        builtins.__import__ = self._recording(ordinary)
        try:
            for name in names:
                __import__(name)
        finally:
            builtins.__import__ = ordinary
            sys.path[:] = path
            for name in set(sys.modules) - before:
                if _is_of_path(sys.modules[name]):
                    self.early_modules[name] = sys.modules.pop(name)
        self._origins = {name: module.__spec__.origin for name, module in self.early_modules.items()}
        self._checked = None
        self._usable = False

    def _recording(self, ordinary):
        def __import__(name, globals=None, locals=None, fromlist=(), level=0):
            result = ordinary(name, globals, locals, fromlist, level)
            if level:
                name = ".".join(filter(None, (globals["__package__"].rsplit(".", level - 1)[0], name)))
            imported = self._imports.setdefault((globals or {}).get("__name__"), set())
            imported.add(name)
            imported.update(f"{name}.{attribute}" for attribute in fromlist or ())
            return result

        return __import__

    def find_spec(self, name, path=None, target=None):
        module = self.early_modules.get(name)
        if module is None or not self._are_usable():
            return None
        spec = PathFinder.find_spec(name, path)
        if spec is not None:
            loader = spec.loader
            loader.create_module = lambda spec: module
            loader.exec_module = lambda module: self._hand_out(module, name, loader)
        return spec

    def invalidate_caches(self):
        self._checked = None

    def _hand_out(self, module, name, loader):
        del loader.create_module, loader.exec_module
        module.__loader__ = loader
        self.early_modules.pop(name, None)
        for imported in self._imports.get(name, ()):
            if imported in self.early_modules:
                __import__(imported)
        if name == "logging":  # as if it had just been imported
            module._startTime = time.time()
            atexit.unregister(module.shutdown)
            atexit.register(module.shutdown)

    def _are_usable(self):
        where = (sys.path[:], os.getcwd())
        if self._checked != where:
            self._checked = where
            self._usable = all(self._is_found(name) for name in self.early_modules if "." not in name)
        return self._usable and all(sys.modules.get(name, module) is module for name, module in self.early_modules.items())

    def _is_found(self, name):
        spec = PathFinder.find_spec(name)
        return spec is not None and spec.origin == self._origins[name]


def _is_of_path(module):
    """Not one that is built in or frozen, which is found before anything of the path."""
    return getattr(module.__spec__, "has_location", False)


try:
    sys.meta_path.insert(sys.meta_path.index(PathFinder), _Early(_NAMES))
except Exception:
    pass  # the program imports them itself, and is told why it cannot
