# SPDX-License-Identifier: Apache-2.0
"""Gives the classes of this interpreter the texts that others have stored meanwhile. Called at any place of a program."""

import warnings

from .._errors import DetachedError
from .._transactions import within
from .registry import current_version, edition, tables
from .shared import lock

__all__ = ["reload_classes", "take_current"]


def take_current(class_id, cls):
    """Give a class in use the current text of the current heap, unless it has that."""
    from .loading import fresh

    key, file, version = current_version(class_id)
    definition = cls.__shared__
    if (definition.source, definition.options) != (version["source"], version["options"]):
        fresh(class_id, cls, key, file, version)


def _reload(table):
    newest = edition()
    if table.edition == newest:
        return
    table.edition = newest
    for class_id, cls in list(table.classes.items()):
        if cls.__shared__.source is None:
            continue
        try:
            take_current(class_id, cls)
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            warnings.warn(f"new text of shared class {cls.__shared__.key!r} cannot be used here: {reason}", RuntimeWarning)


def reload_classes():
    """Take all new texts; False when classes are being made at this moment, so that it has to be called again."""
    if lock._is_owned() or not lock.acquire(blocking=False):
        return False
    try:
        for table in tables():
            try:
                within(table.system, _reload, table)
            except DetachedError:
                pass
    finally:
        lock.release()
    return True
