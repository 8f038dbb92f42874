# SPDX-License-Identifier: Apache-2.0
"""From a class as written to a shared class."""

import ast
import copy
import functools
import os
import re
import sys
import threading
import warnings

from .._calls.naming import stem
from . import shared
from .building import adopt, finish
from .capture import Capture
from .definition import Definition
from .options import is_dataclass_decorator, of_dataclass
from .registry import bring, learn, publish, table
from .reloading import Exchange
from .sources import find_class

__all__ = ["known", "lock", "make_shared"]

# By key: the classes this interpreter has, however it met them.
known = {}
lock = threading.RLock()


def make_shared(written, name, options, frame):
    """Make the class shared; ``frame`` is where it was decorated."""
    with lock:
        cls, left = _make_shared(written, name, options, frame)
    if left is not None:
        _take_current(*left)
    return cls


def _make_shared(written, name, options, frame):
    """Return the shared class, and what ``_take_current`` needs if that has to be done."""
    if not isinstance(written, type):
        raise TypeError(f"shared needs a class, not {type(written).__name__!r}")
    if "__shared__" in vars(written):
        return written, None
    lookup = functools.partial(_look_up, _scopes(written, frame))
    source = _source(written, frame, lookup)
    module = stem(written.__module__)
    capture = _captured(written, source, lookup)
    if source.is_dataclass:
        options = of_dataclass(written)
    adopt(written)
    key = name or f"{module}.{written.__qualname__}"
    file = os.path.realpath(source.file) if os.path.exists(source.file) else _typed(source.file)
    definition = Definition(
        known.get(key, written), key, file, module, written.__qualname__, source.text, source.line, options, capture.names,
        _namespace(written, frame),
    )
    definition.is_own = True
    definition.lacks_names = bool(capture.late)
    class_id, version, is_current = _bring(written, definition)
    is_first = class_id not in table().taken
    if is_current or is_first:
        learn(definition.cls, class_id, version)
    if not is_current:
        return definition.cls, (definition, class_id, is_first)
    if capture.late:
        _finish_later(definition.cls, lambda: _captured(written, source, lookup).names)
    return definition.cls, None


def _bring(written, definition):
    """Make a class of the one as written, or give its text to the class there is; store the text. All or nothing."""
    cls = definition.cls
    if cls is written:
        finish(cls, definition.options)
        published = publish(definition)
        cls.__shared__ = definition
        known[definition.key] = cls
        return published
    exchange = Exchange([(cls, written, definition.options)])
    try:
        exchange.put_in()
        published = publish(definition)
    except BaseException:
        exchange.put_back()
        raise
    if published[2]:
        cls.__shared__ = definition
    else:
        exchange.put_back()
    return published


def _take_current(definition, class_id, is_first):
    """The heap has another text than the one that was brought. Not while the lock is held: texts import modules."""
    from .refreshing import take_one

    cls, key = definition.cls, definition.key
    take_one(class_id)
    if is_first and cls.__shared__ is not definition:
        message = f"shared class {key!r} has got a newer text than that of its file, which it had before: the newer one is used"
        warnings.warn_explicit(message, RuntimeWarning, definition.file, definition.line)


def _namespace(written, frame):
    """The globals of the module that defines the class; None for a class of a function, whose names mean what they do there."""
    if "<locals>" in written.__qualname__:
        return None
    if frame.f_globals.get("__name__") == written.__module__:
        return frame.f_globals
    module = sys.modules.get(written.__module__)
    return None if module is None else vars(module)


def _typed(file):
    """What is typed at a prompt or into cells counts as one file: ``<cell 7>`` and ``<stdin-7>`` lose their numbers."""
    return re.sub(r"[ -][\d-]+>$", ">", file)


def _scopes(written, frame):
    return (frame.f_locals, frame.f_globals) if "<locals>" in written.__qualname__ else (frame.f_globals,)


def _look_up(scopes, name, missing):
    for scope in scopes:
        if name in scope:
            return scope[name]
    return missing


def _meaning(lookup, decorator):
    """What a decorator of the source, called or not, stands for."""
    expression = decorator.func if isinstance(decorator, ast.Call) else decorator
    path = ast.unparse(expression).split(".")
    value = lookup(path[0], None)
    for name in path[1:]:
        value = getattr(value, name, None)
    return value


def _source(written, frame, lookup):
    def kept(decorator):
        value = _meaning(lookup, decorator)
        return value is not shared and not is_dataclass_decorator(value)

    places = [(frame.f_code.co_filename, frame.f_globals, frame.f_lineno)]
    module = sys.modules.get(written.__module__)
    if getattr(module, "__file__", None) is not None:
        places.append((module.__file__, vars(module), 1 << 30))
    for file, module_globals, line in places:
        source = find_class(file, module_globals, written.__qualname__, line, kept)
        if source is not None:
            decorators = source.node.decorator_list
            source.is_dataclass = any(is_dataclass_decorator(_meaning(lookup, decorator)) for decorator in decorators)
            source.node = copy.copy(source.node)
            source.node.decorator_list = [decorator for decorator in decorators if kept(decorator)]
            return source
    raise TypeError(f"the source of class {written.__qualname__!r} is not to be found: a shared class travels as source")


def _captured(written, source, lookup):
    capture = Capture(f"class {written.__qualname__!r}", written.__module__, lookup)
    capture.statement(source.node, written.__name__)
    return capture


def _finish_later(built, captured):
    """Describe names that the module gives a meaning only after the class, when the first instance is made."""

    def __new__(cls, *args, **kwargs):
        if vars(built).get("__new__") is first:
            del built.__new__
            built.__shared__.names = captured()
            built.__shared__.lacks_names = False
            bring(built)
        return cls.__new__(cls, *args, **kwargs)

    if "__new__" not in vars(built):
        first = built.__new__ = staticmethod(__new__)
