# SPDX-License-Identifier: Apache-2.0
"""The classes of a heap: who claims which key, in which versions. Lives in the heap's hidden system dict.

The id of a class is the number that the heap's own registry gives to its key. ``python.classes`` maps it to a record, which
has the key, the file, the current version and marks of the texts it had before, the last ones of them: what a version before was,
nobody asks. It changes in transactions of its own, independent of the user's.
"""

from .. import _native
from .._errors import ClassConflictError
from .._transactions import outside

# As the heap has room for the shapes of so many classes.
_MOST_CLASSES = 1 << 13
_MOST_EARLIER = 1 << 8

__all__ = ["class_id_of", "current_version", "known_class", "learn", "publish", "table", "with_ids"]

_publishing = set()


class _Table:
    """The classes that this interpreter knows in one heap by id, and the ids. The host keeps it as long as the heap is attached."""

    __slots__ = ("__weakref__", "classes", "ids")

    def __init__(self):
        self.classes = {}
        self.ids = {}


def table():
    """What is known of the classes of the current heap."""
    return _native.class_table(_Table)


def _same_text(version, definition):
    return version["source"] == definition.source and version["options"] == definition.options


def _mark(version):
    """Two texts with the same mark count as one."""
    import hashlib

    return hashlib.sha256(f"{version['options']}:{version['source']}".encode()).digest()[:16]


def _replace(record, version):
    """Make this text the current one, unless it was that before."""
    mark, earlier = _mark(version), record["earlier"]
    if mark in earlier:
        return
    earlier.append(_mark(record["current"]))
    if len(earlier) > _MOST_EARLIER:
        del earlier[0]
    record["current"] = version


def _version(definition):
    return {
        "source": definition.source,
        "line": definition.line,
        "options": definition.options,
        "module": definition.module,
        "qualname": definition.qualname,
        "names": with_ids(definition.names),
    }


def with_ids(captured):
    """The captured names with class ids of the current heap in place of classes."""
    names = {}
    for name, description in captured.items():
        if description[0] == "class":
            _, cls, eager = description
            if cls in _publishing:
                continue
            description = "class", class_id_of(cls), eager
        names[name] = description
    return names


def _claim(definition, version):
    """Find or make the record of the class, and add its text as the current version if it is new."""
    classes = _native.system().setdefault("python.classes", {})
    if len(classes) >= _MOST_CLASSES and all(record["key"] != definition.key for record in classes.values()):
        raise OverflowError(f"a heap holds at most {_MOST_CLASSES} shared classes")
    class_id = _native.class_number(definition.key)
    record = classes.get(class_id)
    if record is None:
        classes[class_id] = {"key": definition.key, "file": definition.file, "current": version, "earlier": []}
        return class_id
    current = record["current"]
    if _same_text(current, definition):
        if record["file"] == definition.file and current["names"] != version["names"]:
            current["names"] = version["names"]
    elif record["file"] == definition.file:
        _replace(record, version)
    elif _mark(version) not in record["earlier"]:
        raise ClassConflictError(
            f"shared class {definition.key!r} is defined in {record['file']!r} and, with other text, in {definition.file!r}: "
            'give one of them another name with @shared(name="...")'
        )
    return class_id


def publish(definition):
    """Store the definition in the current heap and return the class id. ClassConflictError if the key is taken."""
    _publishing.add(definition.cls)
    try:
        return outside(_claim, definition, _version(definition))
    finally:
        _publishing.discard(definition.cls)


def learn(cls, class_id):
    """Remember that the class has this id in the current heap."""
    known = table()
    known.classes[class_id] = cls
    known.ids[cls] = class_id
    _native.register_class(cls, class_id)


def known_class(class_id):
    """The class this interpreter has for an id of the current heap, None if it has met none."""
    return table().classes.get(class_id)


def class_id_of(cls):
    """The id of a shared class in the current heap, None if it is no shared class. Publishes it when need be."""
    definition = vars(cls).get("__shared__") if isinstance(cls, type) else None
    if definition is None:
        return None
    class_id = table().ids.get(cls)
    if class_id is None:
        class_id = publish(definition)
        learn(cls, class_id)
    return class_id


def _read(class_id):
    record = _native.system()["python.classes"][class_id]
    version = _native.dict_snapshot(record["current"])
    version["names"] = _native.dict_snapshot(version["names"])
    return record["key"], record["file"], version


def current_version(class_id):
    """Return (key, file, current version as a native dict) of a class."""
    return outside(_read, class_id)
