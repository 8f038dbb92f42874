# SPDX-License-Identifier: Apache-2.0
"""Builds the wrapper of an atomic function: same signature, arguments handed on one by one, nothing else per call."""

import functools
import types

from . import _native

__all__ = ["refuse_suspending", "wrap"]

# Flags of code objects, as in the module inspect.
_VARARGS, _VARKEYWORDS, _GENERATOR, _COROUTINE, _ASYNC_GENERATOR = 0x04, 0x08, 0x20, 0x80, 0x200
_SUSPENDING = _GENERATOR | _COROUTINE | _ASYNC_GENERATOR

# What the wrapper needs is in closure cells: reading a cell costs one load, a global of a made-up namespace a lookup.
_TEMPLATE = """\
def {p}make({p}function, {p}in_transaction, {p}begin, {p}commit, {p}undone, {p}committed, {p}stopped, {p}afterwards, {p}run):
    def {p}wrapper({parameters}):
        if {p}in_transaction():
            return {p}function({arguments})
        {p}begin(0)
        try:
            {p}result = {p}function({arguments})
            {p}done = {p}commit()
        except BaseException as {p}error:
            if not {p}undone({p}error):
                raise
        else:
            if {p}done:
                try:
                    if {p}afterwards:
                        {p}committed()
                    return {p}result
                except BaseException:
                    {p}stopped()
                    raise
        return {p}run({p}function, ({positional}), {{{keywords}}}, 1)

    return {p}wrapper
"""


def refuse_suspending(function):
    """Raise TypeError for functions that stop half-way: generators, coroutines."""
    if not callable(function):
        raise TypeError(f"a transaction needs a function, not {type(function).__name__!r}")
    inner = getattr(function, "__func__", getattr(function, "func", function))  # of a method, of a partial
    while hasattr(inner, "__wrapped__"):
        inner = inner.__wrapped__
    code = getattr(inner, "__code__", None)
    if code is not None and code.co_flags & _SUSPENDING:
        name = getattr(function, "__qualname__", repr(function))
        raise TypeError(f"{name!r} cannot be a transaction: it is a generator or async function")


def _pieces(code):
    """The parameter list of a code object, and the same names as the arguments of a call."""
    names = code.co_varnames
    plain, keyword = code.co_argcount, code.co_kwonlyargcount
    ordinary, named, rest = names[:plain], names[plain : plain + keyword], list(names[plain + keyword :])
    parameters, positional = list(ordinary), list(ordinary)
    if code.co_posonlyargcount:
        parameters.insert(code.co_posonlyargcount, "/")
    if code.co_flags & _VARARGS:
        star = "*" + rest.pop(0)
        parameters.append(star)
        positional.append(star)
    elif named:
        parameters.append("*")
    parameters += named
    if code.co_flags & _VARKEYWORDS:
        stars = "**" + rest.pop(0)
        parameters.append(stars)
        named += (stars,)
    return parameters, positional, named


def _source(code, prefix):
    parameters, positional, named = _pieces(code)
    handed_on = positional + [name if name.startswith("*") else f"{name}={name}" for name in named]
    return _TEMPLATE.format(
        p=prefix,
        parameters=", ".join(parameters),
        arguments=", ".join(handed_on),
        positional="".join(name + ", " for name in positional),
        keywords=", ".join(name if name.startswith("*") else f"{name!r}: {name}" for name in named),
    )


def _general(function):
    run = _transactions().run

    def atomic(*args, **kwargs):
        if _native.in_transaction():
            return function(*args, **kwargs)
        return run(function, args, kwargs)

    return atomic


def _transactions():
    from . import _transactions as module  # not at the top: that module needs this one

    return module


def _prefix(code):
    """A start of names that no parameter has."""
    prefix = "_"
    while any(name.startswith(prefix) for name in code.co_varnames):
        prefix += "_"
    return prefix


def _particular(function):
    tools = _transactions()
    code = function.__code__
    prefix = _prefix(code)
    namespace = {}
    exec(compile(_source(code, prefix), f"<atomic {function.__qualname__}>", "exec"), namespace)
    wrapper = namespace[prefix + "make"](
        function,
        _native.in_transaction,
        _native.begin,
        _native.commit,
        tools.undone,
        tools.committed,
        tools.stopped_after_commit,
        tools.afterwards,
        tools.run,
    )
    wrapper.__defaults__ = function.__defaults__
    wrapper.__kwdefaults__ = function.__kwdefaults__
    return wrapper


def wrap(function):
    """Return the atomic form of a function or of any callable; TypeError for one that stops half-way."""
    refuse_suspending(function)
    if type(function) is not types.FunctionType:
        return functools.wraps(function, updated=())(_general(function))
    make = _general if _transactions().chaos() else _particular
    return functools.wraps(function)(make(function))
