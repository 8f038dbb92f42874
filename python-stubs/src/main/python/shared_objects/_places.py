# SPDX-License-Identifier: Apache-2.0
"""Finds where in the root dict shared objects are, for people who want to know which object is meant."""

import reprlib
from collections import deque

from . import _native
from ._containers import list as shared_list
from ._dicts import dict as shared_dict
from ._object import Object
from ._sets import set as shared_set

__all__ = ["places"]

# Containers are looked into until so many elements have been seen, and none that is larger by itself.
_MOST = 20_000


def _parts(thing):
    """The elements of a shared object, each with what is written before and behind the object's path."""
    if isinstance(thing, shared_list):
        return [("", f"[{index}]", element) for index, element in enumerate(_native.list_snapshot(thing))]
    if isinstance(thing, shared_dict):
        return [("", f"[{reprlib.repr(key)}]", value) for key, value in _native.dict_snapshot(thing).items()]
    if isinstance(thing, shared_set):
        return [("(element of ", ")", element) for element in _native.set_snapshot(thing)]
    if isinstance(thing, Object):
        return [("", f".{name}", value) for name, value in _native.object_fields(thing).items()]
    return []


def _size(thing):
    return len(thing) if isinstance(thing, (shared_list, shared_dict, shared_set)) else 1


def places(things):
    """Return the shortest paths from the root, by identity in the heap, of those that are found with little effort."""
    missing = {_native.identity(thing) for thing in things}
    found = {}
    root = _native.root()
    paths = {_native.identity(root): "root"}
    waiting = deque([root])
    seen = 0
    while waiting and missing and seen < _MOST:
        thing = waiting.popleft()
        identity = _native.identity(thing)
        if identity in missing:
            missing.remove(identity)
            found[identity] = paths[identity]
        for before, behind, part in _parts(thing) if _size(thing) <= _MOST else ():
            seen += 1
            if _native.is_shared(part) and _native.identity(part) not in paths:
                paths[_native.identity(part)] = before + paths[identity] + behind
                waiting.append(part)
    return found
