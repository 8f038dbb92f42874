# SPDX-License-Identifier: Apache-2.0
"""How functions and classes are named so that another interpreter finds them."""

import os
import sys
import types

from .._errors import NotShareableError

__all__ = ["MAINS", "captures", "describe", "find", "function_name", "module_of", "stem"]

# What the main script is called, and what it is called in workers.
MAINS = ("__main__", "__mp_main__")


def stem(module_name):
    """The module's name as other interpreters know it: for the main script the stem of its file."""
    if module_name not in MAINS:
        return module_name
    main = sys.modules.get(module_name)
    specification = getattr(main, "__spec__", None)
    if specification is not None and specification.name not in MAINS:
        return specification.name.removesuffix(".__main__")
    file = getattr(main, "__file__", None)
    return "__main__" if file is None else os.path.splitext(os.path.basename(file))[0]


def module_of(name):
    """The name under which this interpreter runs the module; the main script of another one may be the main script here."""
    if name in sys.modules:
        return name
    return next((main for main in MAINS if name in MAINS and main in sys.modules), name)


def find(module_name, qualified_name):
    """Return what a loaded module calls so, None if there is no such thing."""
    value = sys.modules.get(module_name)
    for name in qualified_name.split("."):
        value = getattr(value, name, None)
    return value


def captures(function):
    """The names of outer functions' variables that the function uses."""
    code = getattr(getattr(function, "__wrapped__", function), "__code__", None)
    return [] if code is None else [name for name in code.co_freevars if name != "__class__"]


def describe(value):
    """Say in a few words what a value is that cannot be shared, and why."""
    if not isinstance(value, types.FunctionType):
        return f"{type(value).__module__}.{type(value).__qualname__} object".removeprefix("builtins.")
    name = f"function '{value.__module__}.{value.__qualname__}'"
    captured = captures(value)
    if not captured:
        return name
    return f"{name} captures " + ", ".join(repr(variable) for variable in captured)


def _title(value):
    if isinstance(value, type):
        return f"class '{value.__module__}.{value.__qualname__}'"
    if isinstance(value, types.ModuleType):
        return f"module {value.__name__!r}"
    if isinstance(value, types.MethodType):
        owner = value.__self__
        return f"method {getattr(value, '__qualname__', value.__func__)!r} of " + (_title(owner) if isinstance(owner, type) else f"a {describe(owner)}")
    return describe(value)


def function_name(function):
    """Return (module, qualified name) of a function another interpreter can find.

    NotShareableError for lambdas, closures and local functions, naming what they capture.
    """
    module, name = getattr(function, "__module__", None), getattr(function, "__qualname__", None)
    if module is not None and name is not None:
        found = find(module, name)
        if found is not None and found == function:
            return module, name
    if isinstance(function, types.FunctionType):
        why = describe(function)
        if "<" in function.__qualname__ and not captures(function):
            why += " is not a function of a module"
        elif not captures(function):
            why += " is not what its module calls so"
        raise NotShareableError(f"{why}: another interpreter cannot find it")
    raise NotShareableError(f"{_title(function)} is not a function that another interpreter can find")
