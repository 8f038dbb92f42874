# SPDX-License-Identifier: Apache-2.0
"""Gives the classes of this interpreter the texts that others have stored meanwhile.

Called where a program is about to use an instance, outside of transactions. What user code raises here does not reach that program.
"""

import contextlib
import sys
import warnings

from .building import adopt
from .loading import define, load_class, put_later, run_text, with_classes
from .registry import current_version, learn, newer, table
from .reloading import update
from .restore import has_replaced, namespace_of, put_back, restore
from .shared import lock

__all__ = ["reload_classes", "take"]


class _Change:
    """A text that was run aside for a class in use, unless it has that. The names it needs are in the namespace already."""

    __slots__ = ("_file", "_key", "_later", "_namespace", "_replaced", "class_id", "cls", "fresh", "version")

    def __init__(self, class_id, cls, key, file, version):
        self.class_id = class_id
        self.cls = cls
        self.version = version
        self._key = key
        self._file = file
        self._namespace = cls.__shared__.namespace
        if self._namespace is None:
            self._namespace = namespace_of(version["module"])
            self._namespace.setdefault(cls.__name__, cls)
        before = table().taken[class_id]["names"]
        self._later, self._replaced = restore(self._namespace, version["names"], load_class, before)
        self.fresh = None
        try:
            if has_replaced(self._replaced) or not _has_text(cls, version):
                self.fresh = adopt(run_text(version, file, self._namespace))
        except BaseException:
            self.put_back()
            raise

    def put_back(self):
        put_back(self._namespace, self._replaced)

    def done(self):
        """The class has the text now."""
        put_later(self._namespace, self._later)
        if self.fresh is not None:
            definition = define(self.cls, self._key, self._file, self.version, self.cls.__shared__.namespace)
            definition.names = with_classes(self.version["names"], self._namespace)
        table().failed.pop(self.class_id, None)
        learn(self.cls, self.class_id, self.version)


def _has_text(cls, version):
    return (cls.__shared__.source, cls.__shared__.options) == (version["source"], version["options"])


def _report(class_id, cls, file, version, error):
    """Warn once for each text that cannot be used."""
    failed = table().failed
    if failed.get(class_id) == version["edition"]:
        return
    failed[class_id] = version["edition"]
    reason = f"{type(error).__name__}: {error}"
    message = f"the new text of shared class {cls.__shared__.key!r} cannot be used here, its old one stays: {reason}"
    try:
        warnings.warn_explicit(message, RuntimeWarning, file, version["line"])
    except Exception:
        # Warnings may be errors, but not of whoever uses an instance.
        with contextlib.suppress(Exception):
            print(f"RuntimeWarning: {message}", file=sys.stderr)


def _is_passing(error):
    """Whether the same text may do another time."""
    return isinstance(error, (RecursionError, MemoryError))


def _prepared(due):
    """Run the texts, bases first; those that fail are left out."""
    changes = []
    try:
        for class_id, cls in sorted(due.items(), key=lambda each: len(each[1].__mro__)):
            key, file, version = current_version(class_id)
            try:
                changes.append(_Change(class_id, cls, key, file, version))
            except Exception as error:
                if _is_passing(error):
                    raise
                _report(class_id, cls, file, version, error)
    except BaseException:
        _put_back(changes)
        raise
    return changes


def _put_back(changes):
    for change in reversed(changes):
        change.put_back()


def take(due):
    """Give these classes, by id, the current texts of the current heap: all of them, or else those that can be used one by one."""
    changes = _prepared(due)
    try:
        update([(change.cls, change.fresh, change.version["options"]) for change in changes if change.fresh is not None])
    except BaseException as error:
        _put_back(changes)
        if not isinstance(error, Exception) or _is_passing(error):
            raise
        if len(changes) == 1:
            _report(changes[0].class_id, changes[0].cls, changes[0].cls.__shared__.file, changes[0].version, error)
            return
    else:
        for change in changes:
            change.done()
        return
    for change in changes:
        take({change.class_id: change.cls})


def reload_classes():
    """Take all new texts of the current heap; False when that cannot be done now, None while this thread makes classes."""
    if lock._is_owned():
        return None
    try:
        if not lock.acquire(blocking=False):
            return False
        due = newer()
        if due:
            take(due)
        return True
    except Exception:
        # The heap was closed or is damaged, or there is no stack or memory left: the program will see, or go on with the old texts.
        return False
    finally:
        if lock._is_owned():
            lock.release()
