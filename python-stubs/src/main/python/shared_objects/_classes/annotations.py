# SPDX-License-Identifier: Apache-2.0
"""Tells dataclasses what the annotations of travelled source mean, which are strings and in no module that was imported."""

import dataclasses
import sys

from .restore import is_travelled, namespace_of

_elsewhere = dataclasses._is_type


def _is_type(annotation, cls, a_module, a_type, is_type_predicate):
    """Whether an annotation means a type such as ClassVar, as dataclasses asks."""
    frame = sys._getframe(1)
    while frame.f_globals is dataclasses.__dict__:
        frame = frame.f_back
    namespace = frame.f_globals
    if cls.__module__ not in sys.modules:
        namespace = namespace_of(cls.__module__)
    elif not is_travelled(namespace):
        return _elsewhere(annotation, cls, a_module, a_type, is_type_predicate)
    match = dataclasses._MODULE_IDENTIFIER_RE.match(annotation)
    if match is None:
        return False
    module, name = match.groups()
    if not module:
        return is_type_predicate(namespace.get(name), a_module)
    return namespace.get(module) is a_module and is_type_predicate(getattr(a_module, name, None), a_module)


dataclasses._is_type = _is_type
