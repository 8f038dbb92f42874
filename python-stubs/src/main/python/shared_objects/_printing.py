# SPDX-License-Identifier: Apache-2.0
"""Lets ``pprint`` and ``reprlib`` show shared containers as native ones."""

import builtins

from ._arrays import plain_array
from ._containers import list, plain_list
from ._dicts import dict, plain_dict
from ._sets import plain_set, set

__all__ = ["adapt_pprint", "adapt_reprlib"]


def _plain(value):
    """A native copy of a shared list, dict or set, else the value itself."""
    return plain_list(plain_dict(plain_set(value)))


def adapt_pprint(module):
    """Break the lines of shared containers, and sort dicts and sets."""
    printer = module.PrettyPrinter
    dispatch = printer._dispatch
    native_repr = printer._safe_repr

    def _pprint_set(self, value, *rest):
        printer._pprint_set(self, plain_set(value), *rest)

    def _safe_repr(self, value, context, maxlevels, level):
        native = _plain(value)
        if native is value:
            return native_repr(self, value, context, maxlevels, level)
        if id(value) in context:
            return module._recursion(value), False, True
        context[id(value)] = 1  # the copy is another object each time
        try:
            return native_repr(self, native, context, maxlevels, level)
        finally:
            del context[id(value)]

    dispatch[list.__repr__] = printer._pprint_list
    dispatch[dict.__repr__] = printer._pprint_dict
    dispatch[set.__repr__] = _pprint_set
    for native in builtins.set, frozenset:  # whose methods were guarded since pprint was imported
        dispatch[native.__repr__] = printer._pprint_set
    printer._safe_repr = _safe_repr


def adapt_reprlib(module):
    """Shorten shared containers."""
    native_repr = module.Repr.repr1

    def repr1(self, value, level):
        return native_repr(self, plain_array(_plain(value)), level)

    module.Repr.repr1 = repr1
