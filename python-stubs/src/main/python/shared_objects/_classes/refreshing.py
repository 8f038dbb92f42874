# SPDX-License-Identifier: Apache-2.0
"""Gives the classes of this interpreter the texts that others have stored meanwhile.

Called where a program is about to use an instance, outside of transactions. What user code raises here does not reach that program.
"""

import contextlib
import sys
import warnings

from .. import _native
from .building import adopt
from .loading import define, import_modules, load_class, put_later, run_text, with_classes
from .registry import current_version, is_newer, known_class, learn, newer, table
from .reloading import Exchange
from .renewing import Renewal
from .restore import namespace_of
from .shared import lock

__all__ = ["reload_classes", "take_one"]


class _Change:
    """A text that was run aside for a class in use, unless it has that, and the names that it needs."""

    __slots__ = ("_file", "_key", "_names", "_namespace", "class_id", "cls", "fresh", "is_taken", "renewal", "version")

    def __init__(self, class_id, cls, key, file, version, added):
        self.class_id = class_id
        self.cls = cls
        self.version = version
        self.fresh = None
        self.is_taken = False
        self._key = key
        self._file = file
        self._names = cls.__shared__.names
        self._namespace = cls.__shared__.namespace
        is_of_function = self._namespace is None
        if is_of_function:
            self._namespace = namespace_of(version["module"])
            self._namespace.setdefault(cls.__name__, cls)
        has_text = (cls.__shared__.source, cls.__shared__.options) == (version["source"], version["options"])
        keeps_data = has_text and is_of_function and cls.__shared__.is_own
        self.renewal = Renewal(self._namespace, version, load_class, _names_before(cls, class_id), keeps_data, added)
        try:
            self._run(has_text)
        except BaseException:
            self.renewal.put_back()
            raise

    def _run(self, has_text):
        if self.renewal.is_needed() or not has_text:
            self.fresh = adopt(run_text(self.version, self._file, self._namespace))
        put_later(self._namespace, self.renewal.later)
        self.renewal.later_is_there()

    def put_in(self):
        """Let the names have their new meanings."""
        self.renewal.put_in()
        if self.fresh is not None or not self.cls.__shared__.is_own:
            self._names = with_classes(self.version["names"], self._namespace)

    def note(self):
        """The class has the text now."""
        if self.fresh is not None:
            self.cls.__shared__ = define(self.cls, self._key, self._file, self.version, self.cls.__shared__.namespace)
        self.cls.__shared__.names = self._names
        self.renewal.settle()
        table().failed.pop(self.class_id, None)
        learn(self.cls, self.class_id, self.version)


def _names_before(cls, class_id):
    """What the names meant in the heap when it was looked at last; their code may have come from another heap meanwhile."""
    codes = {name: each for name, each in cls.__shared__.names.items() if each[0] == "code"}
    return {**table().taken[class_id]["names"], **codes}


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
    return isinstance(error, (RecursionError, MemoryError, KeyboardInterrupt))


def _prepare(due, changes):
    """Run the texts, bases first; those that fail are left out."""
    added = {}
    for cls, class_id in sorted(((known_class(each), each) for each in due), key=lambda each: len(each[0].__mro__)):
        key, file, version = due[class_id]
        try:
            changes.append(_Change(class_id, cls, key, file, version, added))
        except BaseException as error:
            if _is_passing(error):
                raise
            _report(class_id, cls, file, version, error)


def _put_back(changes):
    for change in reversed(changes):
        if not change.is_taken:
            change.renewal.put_back()


def _exchange(changes, at):
    """What nobody may see half done: names and classes have their new meanings, and it is known that they do."""
    try:
        for change in changes:
            change.put_in()
        Exchange([(each.cls, each.fresh, each.version["options"]) for each in changes if each.fresh is not None]).put_in(at)
    except BaseException:
        _put_back(changes)
        raise
    for change in changes:
        change.note()
        change.is_taken = True


def _refused(changes, at):
    """Which change is left out when all together have failed at a class: that of the class, or else of its nearest base."""
    for cls in at[0].__mro__ if at else ():
        for change in changes:
            if change.cls is cls and change.fresh is not None:
                return change
    return changes[-1]


def _take(changes):
    while changes:
        at = []
        try:
            _native.at_once(lambda: _exchange(changes, at))
            return len(changes)
        except BaseException as error:
            if _is_passing(error) or changes[0].is_taken:
                raise
            change = _refused(changes, at)
            changes.remove(change)
            _report(change.class_id, change.cls, change.cls.__shared__.file, change.version, error)
    return 0


def _take_all(versions):
    """Give classes of the current heap these versions, by id, but for those that cannot be used or are not newer; count them."""
    changes = []
    try:
        _prepare({class_id: each for class_id, each in versions.items() if is_newer(class_id, each[2])}, changes)
        return _take(changes)
    except BaseException:
        _put_back(changes)
        raise


def take_one(class_id):
    """Give a class the current text of the current heap, if it has another one."""
    versions = _read({class_id}.intersection(newer()))
    with lock:
        _take_all(versions)


def _read(class_ids):
    """The current versions of these classes, with the modules that they need imported. Before the lock is taken: what comes later waits."""
    versions = {class_id: current_version(class_id) for class_id in class_ids}
    for _, _, version in versions.values():
        import_modules(version["names"])
    return versions


def reload_classes():
    """Take all new texts of the current heap and count them; False if that is to be put off, None while this thread makes classes."""
    if lock._is_owned():
        return None
    try:
        versions = _read(newer())
        return lock.acquire(blocking=False) and _take_all(versions)
    except KeyboardInterrupt:
        raise
    except BaseException:
        # The heap was closed or is damaged, or there is no stack or memory left: the program will see, or go on with the old texts.
        return False
    finally:
        if lock._is_owned():
            lock.release()
