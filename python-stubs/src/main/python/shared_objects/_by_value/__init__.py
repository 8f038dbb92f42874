# SPDX-License-Identifier: Apache-2.0
"""Immutable objects that are shared by value: what each is made from, and how it is made again in another interpreter.

The heap knows types by the names used here, and finds out what an object equals from its content, so that keys of a dict are
found without asking Python.
"""

from .names import named, named_content
from .refusals import describe
from .types import BUILDERS, content_of

__all__ = ["describe", "put_together", "take_apart"]


def take_apart(value):
    """Return (name of its type, what it is made from, whether its class defines equality), None if it is not shared by value."""
    content = content_of(value)
    return named_content(value) if content is None else (*content, False)


def put_together(name, content):
    """Return the object of this type that is made from this content.

    ImportError when the class or function it names is not to be found here.
    """
    build = BUILDERS.get(name)
    return named(name, content) if build is None else build(*content)
