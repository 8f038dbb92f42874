# SPDX-License-Identifier: Apache-2.0
"""Pickled constants of a module that travel: what they name in that module is looked for where its travelled source runs."""

import io
import pickle

__all__ = ["load", "names_in"]


# GraalPy's other one does not ask find_class of a subclass.
class _Loader(pickle._Unpickler):
    def __init__(self, data, module, find):
        super().__init__(io.BytesIO(data))
        self._own = module
        self._find = find

    def find_class(self, module, name):
        return self._find(name) if module == self._own else super().find_class(module, name)


def load(data, module, find):
    """What was pickled; ``find`` gives what a qualified name in that module means."""
    return _Loader(data, module, find).load()


def names_in(data, module, find):
    """The names in the module that the pickle is made of, each once, in their order; None if it cannot be read."""
    names = {}

    def found(qualified_name):
        names[qualified_name.partition(".")[0]] = None
        return find(qualified_name)

    try:
        load(data, module, found)
    except Exception:
        return None
    return list(names)
