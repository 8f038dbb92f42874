# SPDX-License-Identifier: Apache-2.0
"""Standard modules that an interpreter imports while it waits, before it is known for whom: the program does not wait for them."""

import sys
import time
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import PathFinder

_NAMES = ("concurrent.futures", "copy", "json", "random")


class _Early:
    """Hands the modules out when they are imported; as long as all are found where they came from, since they refer to each other.

    Until then they are not in ``sys.modules``, so a module of the program that has the same name is found as ever.
    """

    def __init__(self, names):
        self.early_modules = {}
        self._new_with = {}
        for name in names:
            before = set(sys.modules)
            __import__(name)
            new = {name: module for name, module in sys.modules.items() if name not in before and _is_of_path(module)}
            self.early_modules.update(new)
            self._new_with[name] = set(new)
        for name in self.early_modules:
            del sys.modules[name]
        self._needed = {}
        self._path = None
        self._usable = False

    def find_spec(self, name, path=None, target=None):
        module = self.early_modules.get(name)
        if module is None or not self._all_are_found():
            return None
        own = module.__spec__
        return ModuleSpec(name, self, origin=own.origin, loader_state=own, is_package=hasattr(module, "__path__"))

    def create_module(self, spec):
        return self.early_modules[spec.name]

    def exec_module(self, module):
        module.__spec__ = module.__spec__.loader_state
        for name in self._needed_by(module.__name__):
            if name == module.__name__ or name not in sys.modules:
                sys.modules[name] = self.early_modules[name]
                if name == "logging":
                    sys.modules[name]._startTime = time.time()  # as if it had just been imported

    def _all_are_found(self):
        if self._path != sys.path:
            self._path = sys.path[:]
            self._usable = all(self._is_found(name) for name in self.early_modules if "." not in name)
        return self._usable

    def _is_found(self, name):
        spec = PathFinder.find_spec(name)
        return spec is not None and spec.origin == self.early_modules[name].__spec__.origin

    def _needed_by(self, name):
        """What would be imported with it: what was not there yet, and whatever its names, and theirs, come from."""
        if name not in self._needed:
            self._needed[name] = found = {name}
            waiting = [name]
            while waiting:
                new = self._origins(waiting.pop()) - found
                found |= new
                waiting += new
        return self._needed[name]

    def _origins(self, name):
        module = self.early_modules[name]
        origins = {name.rpartition(".")[0], *self._new_with.get(name, ())}
        for value in vars(module).values():
            if isinstance(value, type(sys)):
                origins.add(value.__name__)
            else:
                origins.add(getattr(value, "__module__", None) or type(value).__module__)
        return {origin for origin in origins if origin in self.early_modules}


def _is_of_path(module):
    """Not one that is built in or frozen, which is found before anything of the path."""
    return getattr(module.__spec__, "has_location", False)


sys.meta_path.insert(0, _Early(_NAMES))
