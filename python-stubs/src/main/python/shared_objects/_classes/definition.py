# SPDX-License-Identifier: Apache-2.0
"""What is known about a shared class besides the class itself."""

__all__ = ["Definition", "own"]


class Definition:
    """Where a class comes from and what another interpreter needs to make it.

    ``namespace`` has the globals of its methods, or is None. ``is_own`` says that source of this interpreter has brought the text,
    ``lacks_names`` that names which it uses had no meaning there yet.
    """

    __slots__ = (
        "cls",
        "file",
        "is_own",
        "key",
        "lacks_names",
        "line",
        "module",
        "names",
        "namespace",
        "options",
        "qualname",
        "source",
    )

    def __init__(self, cls, key, file, module, qualname, source=None, line=0, options=(), names=None, namespace=None):
        self.cls = cls
        self.key = key
        self.file = file
        self.module = module
        self.qualname = qualname
        self.source = source
        self.line = line
        self.options = options
        self.namespace = namespace
        self.is_own = False
        self.lacks_names = False
        self.names = {} if names is None else names


def own(cls):
    """Make a class of this package a shared class; it is found by importing the package."""
    cls.__shared__ = Definition(cls, f"shared_objects.{cls.__qualname__}", "shared_objects", cls.__module__, cls.__qualname__)
    cls.__module__ = "shared_objects"
    return cls
