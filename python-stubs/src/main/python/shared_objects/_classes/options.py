# SPDX-License-Identifier: Apache-2.0
"""What is generated for a class: the options of ``shared``, or those of a ``dataclass`` decorator below it."""

import dataclasses

__all__ = ["arguments", "as_tuple", "is_dataclass_decorator", "of_dataclass"]

_DEFAULTS = {
    "init": True,
    "repr": True,
    "eq": False,
    "order": False,
    "unsafe_hash": False,
    "frozen": False,
    "match_args": True,
    "kw_only": False,
    "slots": False,
    # As a dataclass decorator does it: it generates an __init__ even where one is inherited.
    "dataclass": False,
}


def as_tuple(**options):
    """The options as a tuple that is the same for the same meaning."""
    given = {name: bool(options.get(name, default)) for name, default in _DEFAULTS.items()}
    return tuple((name, value) for name, value in given.items() if value != _DEFAULTS[name])


def of_dataclass(cls):
    """The options of the dataclass decorator that the class was written with."""
    parameters = cls.__dataclass_params__
    given = {name: getattr(parameters, name) for name in _DEFAULTS if hasattr(parameters, name)}
    return as_tuple(**given, dataclass=True)


def arguments(options):
    """All options, by name."""
    return {**_DEFAULTS, **dict(options)}


def is_dataclass_decorator(value):
    """Whether this is ``dataclasses.dataclass``."""
    return value is dataclasses.dataclass
