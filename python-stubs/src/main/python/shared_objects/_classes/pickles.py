# SPDX-License-Identifier: Apache-2.0
"""Pickled constants that travel with a class."""

import io
import pickle

__all__ = ["load", "parts"]


# GraalPy's other one does not ask find_class of a subclass.
class _Loader(pickle._Unpickler):
    def __init__(self, data, find):
        super().__init__(io.BytesIO(data))
        self._find = find

    def find_class(self, module, name):
        found = self._find(module, name)
        return super().find_class(module, name) if found is None else found


def load(data, find):
    """What was pickled; ``find(module, qualified name)`` says what is meant, None for what the module itself calls so."""
    return _Loader(data, find).load()


def parts(data, module):
    """What the pickle names: the outermost names in this module, and the other modules, each once; None if it cannot be read."""
    names, modules = {}, {}

    def note(where, name):
        if where == module:
            names[name.partition(".")[0]] = None
        else:
            modules[where] = None

    try:
        load(data, note)
    except Exception:
        return None
    return list(names), tuple(modules)
