# SPDX-License-Identifier: Apache-2.0
"""Immutable objects that are shared by value: what each is made from, and how it is made again in another interpreter.

The heap knows types by the names used here, and finds out what an object equals from its content, so that keys of a dict are
found without asking Python.
"""

from .._errors import HeapCorruptError
from .names import named, named_content
from .refusals import describe
from .types import BUILDERS, content_of

__all__ = ["describe", "home_of", "is_plain_value", "put_together", "take_apart"]


def take_apart(value):
    """Return (name of its type, what it is made from, whether its class defines equality), None if it is not shared by value."""
    content = content_of(value)
    return named_content(value) if content is None else (*content, False)


def is_plain_value(value):
    """Whether the value is made again without looking for any name but that of its class in the standard library."""
    return content_of(value) is not None


def home_of(value):
    """The module in which the value, or its class, is found by name; None for what needs none."""
    parts = named_content(value)
    if parts is None or parts[0] not in ("enum", "namedtuple", "name"):
        return None
    first = parts[1][0]
    return first[0] if isinstance(first, tuple) else first


def put_together(name, content):
    """Return the object of this type that is made from this content.

    ImportError when the class, function or time zone it names is not to be found here, HeapCorruptError for content that no
    such object has.
    """
    build = BUILDERS.get(name)
    if build is None:
        return named(name, content)
    try:
        return build(*content)
    except (TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise HeapCorruptError(f"no {name} is made from what is in the heap: {error}") from error
