# SPDX-License-Identifier: Apache-2.0
"""Pickled constants that travel with a class."""

import io
import pickle

__all__ = ["dump", "load", "parts"]


# GraalPy's other ones do not ask persistent_id and find_class of a subclass.
class _Dumper(pickle._Pickler):
    def __init__(self, file, names):
        super().__init__(file)
        self._names = names

    def persistent_id(self, value):
        return self._names.get(id(value))


class _Loader(pickle._Unpickler):
    def __init__(self, data, find, named):
        super().__init__(io.BytesIO(data))
        self._find = find
        self._named = named

    def find_class(self, module, name):
        found = self._find(module, name)
        return super().find_class(module, name) if found is None else found

    def persistent_load(self, name):
        return self._named(name)


def dump(value, names):
    """The pickle of a constant, in which objects with these names, by ``id()``, are left out."""
    file = io.BytesIO()
    _Dumper(file, names).dump(value)
    return file.getvalue()


def load(data, find, named):
    """What was pickled.

    ``find(module, qualified name)`` says what code is meant, None for what the module itself calls so; ``named(name)`` what was left out.
    """
    return _Loader(data, find, named).load()


def parts(data, module, lookup):
    """What the pickle names: the outermost names in this module, and the other modules, each once; None if it cannot be read."""
    names, modules = {}, {}

    def note(where, name):
        if where == module:
            names[name.partition(".")[0]] = None
        else:
            modules[where] = None

    def named(name):
        names[name] = None
        return lookup(name)

    try:
        load(data, note, named)
    except Exception:
        return None
    return list(names), tuple(modules)
