# SPDX-License-Identifier: Apache-2.0
"""Gives the names that the text of a class in use needs the meanings that came with a new text."""

import ast
import types

from .restore import codes_of, is_deferred, is_travelled, make
from .scopes import read_at_once, statement_of
from .versions import same_meaning

__all__ = ["Renewal"]

# What programs may have given another value than their source says, and interpreters of one program different ones.
_DATA = ("value", "copy", "pickle", "typevar")
_MISSING = object()


class Renewal:
    """The names of a new text that have another meaning than before, made aside. All are exchanged by ``put_in``.

    Only what the class statement needs when it runs, and names that are new, are put into the namespace before that. Where a module
    was loaded by its own source it keeps its constants and classes. With ``keeps_data``, other constants alone are nothing new.
    ``added`` are the names that other renewals have put in, which may be put back.
    """

    __slots__ = (
        "_added",
        "_aside",
        "_before",
        "_is_other",
        "_is_travelled",
        "_keeps_data",
        "_names",
        "_namespace",
        "_replaced",
        "later",
    )

    def __init__(self, namespace, version, load_class, before, keeps_data, added):
        self._namespace = namespace
        self._names = version["names"]
        self._before = before
        self._keeps_data = keeps_data
        self._added = added.setdefault(id(namespace), set())
        self._is_travelled = is_travelled(namespace)
        self._is_other = False
        self._aside = {}
        self._replaced = {}
        self.later = {}
        try:
            self._make_all(version["source"], load_class)
        except BaseException:
            self.put_back()
            raise

    def _make_all(self, source, load_class):
        if self._keeps_data:
            # A class of a function, whose names have not been those that travelled so far.
            self._is_other = any(not self._is_data(name) and self._means_another(name) for name in self._names)
            if not self._is_other:
                return
        due = [name for name in self._names if self._is_new(name) or self._is_due(name)]
        early = read_at_once([source, *(text for name in due if (text := self._code(name)) is not None)], self._names)
        for name in due:
            description, is_new = self._names[name], self._is_new(name)
            if is_new and is_deferred(description):
                self.later[name] = description
                continue
            value = make(self._namespace, self._aside, name, description, load_class)
            if is_new or value is not self._namespace[name]:
                self._aside[name] = value
                self._is_other |= not is_new
                if is_new or name in early:
                    self._put(name)

    def _is_new(self, name):
        return name not in self._namespace or name in self._added

    def _is_due(self, name):
        if not self._is_travelled:
            return not self._means_as_before(name) and self._is_function(name)
        known = codes_of(self._namespace).get(name) if self._code(name) is not None else None
        return not (self._means_as_before(name) if known is None else same_meaning(known, self._names[name]))

    def _means_as_before(self, name):
        return same_meaning(self._before.get(name), self._names[name])

    def _means_another(self, name):
        return name in self._before and not self._means_as_before(name)

    def _is_data(self, name):
        return self._names[name][0] in _DATA

    def _is_function(self, name):
        text = self._code(name)
        return text is not None and isinstance(self._namespace[name], types.FunctionType) and _is_def(text)

    def _code(self, name):
        kind, text, *_ = self._names[name]
        return text if kind == "code" else None

    def _put(self, name):
        is_new = self._is_new(name)
        self._replaced.setdefault(name, _MISSING if is_new else self._namespace[name])
        if is_new:
            self._added.add(name)
        self._namespace[name] = self._aside[name]

    def later_is_there(self):
        """What could wait was put into the namespace."""
        for name in self.later:
            if name in self._namespace:
                self._added.add(name)
                self._replaced[name] = _MISSING
                self._aside[name] = self._namespace[name]

    def is_needed(self):
        """Whether names that had a meaning have got another one."""
        return self._is_other

    def put_in(self):
        """Let all names have their new meanings."""
        for name in self._aside:
            self._put(name)

    def put_back(self):
        """Let all names have their old meanings; those of renewals that were put in later have to have them again."""
        for name, value in self._replaced.items():
            if value is _MISSING:
                self._namespace.pop(name, None)
            else:
                self._namespace[name] = value
        self._replaced.clear()

    def settle(self):
        """The new meanings stay."""
        if self._is_travelled:
            codes = {name: self._names[name] for name in self._aside if self._code(name) is not None}
            codes_of(self._namespace).update(codes)


def _is_def(text):
    return isinstance(statement_of(text), (ast.FunctionDef, ast.AsyncFunctionDef))
