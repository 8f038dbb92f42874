# SPDX-License-Identifier: Apache-2.0
"""Changes modules of the standard library that ask for the native types themselves: whenever one is imported, not before."""

import sys

__all__ = ["install"]


class _Loader:
    def __init__(self, loader, change):
        self._loader = loader
        self._change = change

    def create_module(self, spec):
        return self._loader.create_module(spec)

    def exec_module(self, module):
        module.__loader__ = module.__spec__.loader = self._loader
        self._loader.exec_module(module)
        self._change(module)


class _Finder:
    def __init__(self, changes):
        self._changes = changes

    def find_spec(self, name, path=None, target=None):
        if name not in self._changes:
            return None
        for finder in [finder for finder in sys.meta_path if finder is not self]:
            spec = finder.find_spec(name, path, target)
            if spec is not None:
                spec.loader = _Loader(spec.loader, self._changes[name])
                return spec
        return None


def install(changes):
    """Call ``changes[name](module)`` now for modules that are loaded, and whenever one of them is imported."""
    for name, change in changes.items():
        if name in sys.modules:
            change(sys.modules[name])
    sys.meta_path.insert(0, _Finder(changes))
