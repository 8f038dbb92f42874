# SPDX-License-Identifier: Apache-2.0
"""The classes of a heap: who claims which key, in which versions. Lives in the heap's hidden system dict.

The id of a class is the number that the heap's own registry gives to its key. ``python.classes`` maps it to a record, which
has the key, the file, the current version and marks of the texts it had before, the last ones of them: what a version before was,
nobody asks. The version counts in ``edition`` how often the class has got a new text. All of it changes in transactions of its own,
independent of the user's.
"""

from _thread import get_ident

from .. import _native
from .._errors import ClassConflictError, HeapFullError, NotShareableError
from .._transactions import outside
from .versions import mark, means_again, same_meaning, same_text, says_again

# As the heap has room for the shapes of so many classes.
_MOST_CLASSES = 1 << 13
_MOST_EARLIER = 1 << 8
# Edition of a text that is not in the heap.
_NOWHERE = -1

__all__ = [
    "bring",
    "class_id_of",
    "current_version",
    "is_newer",
    "known_class",
    "learn",
    "meet",
    "newer",
    "publish",
    "table",
    "with_ids",
]

# By thread and class: what is being published, which needs no names of itself.
_publishing = set()


class _Table:
    """What this interpreter knows of the classes of one heap. The host keeps it as long as the heap is attached.

    ``classes`` are known by id, and ``ids`` by class. ``taken`` has the version each class had in the heap when it was given its text.
    ``brought`` has, by key, the version that this interpreter's own source has brought last, ``failed`` the editions that could not be used.
    """

    __slots__ = ("__weakref__", "brought", "classes", "failed", "ids", "taken")

    def __init__(self):
        self.brought = {}
        self.classes = {}
        self.failed = {}
        self.ids = {}
        self.taken = {}


def table():
    """What is known of the classes of the current heap."""
    return _native.class_table(_Table)


def _replace(record, version, edited):
    """Make this text the current one; False if it was that before, unless it was edited: an edit can be taken back."""
    own_mark, earlier = mark(version), record["earlier"]
    if own_mark in earlier:
        if not edited:
            return False
        earlier.remove(own_mark)
    earlier.append(mark(record["current"]))
    if len(earlier) > _MOST_EARLIER:
        del earlier[0]
    version["edition"] = _edition(record) + 1
    record["current"] = version
    return True


def _take_names(record, version, are_all):
    """Let the names of the same text mean what they mean now; while some have no meaning yet, others mean what they did."""
    current = record["current"]
    before = _native.dict_snapshot(current["names"])
    names = version["names"] if are_all else {**before, **version["names"]}
    if len(names) == len(before) and all(same_meaning(before.get(name), each) for name, each in names.items()):
        return False
    current["names"] = names
    current["edition"] = _edition(record) + 1
    return True


def _edition(record):
    """How often the class has got a new text; heaps of earlier builds do not say it."""
    return record["current"].get("edition", 0)


def _version(definition):
    return {
        "source": definition.source,
        "line": definition.line,
        "options": definition.options,
        "module": definition.module,
        "qualname": definition.qualname,
        "names": with_ids(definition.names),
        "edition": 0,
    }


def with_ids(captured):
    """The captured names with class ids of the current heap in place of classes."""
    names = {}
    for name, description in captured.items():
        if description[0] == "class":
            _, cls, eager = description
            if (get_ident(), cls) in _publishing:
                continue
            description = "class", class_id_of(cls), eager
        names[name] = description
    return names


def _claim(definition, version, brought):
    """Find or make the record of the class, and make its text the current version if it is new, and not what was brought before.

    Returns the id, the current version, whether that has the text, and whether it was changed.
    """
    classes = _native.system().setdefault("python.classes", {})
    if len(classes) >= _MOST_CLASSES and all(record["key"] != definition.key for record in classes.values()):
        raise OverflowError(f"a heap holds at most {_MOST_CLASSES} shared classes")
    class_id = _native.class_number(definition.key)
    record = classes.get(class_id)
    if record is None:
        classes[class_id] = {"key": definition.key, "file": definition.file, "current": version, "earlier": []}
        return class_id, _snapshot(classes[class_id]), True, False
    same, changed = same_text(record["current"], definition), False
    if record["file"] == definition.file:
        again = says_again(version, brought)
        if same:
            are_all = not definition.lacks_names and len(version["names"]) == len(definition.names)
            changed = not (again and means_again(version, brought)) and _take_names(record, version, are_all)
        elif not again:
            changed = _replace(record, version, brought is not None)
    elif not same and mark(version) not in record["earlier"]:
        raise ClassConflictError(
            f"shared class {definition.key!r} is defined in {record['file']!r} and, with other text, in {definition.file!r}: "
            'give one of them another name with @shared(name="...")'
        )
    return class_id, _snapshot(record), same or changed, changed


def publish(definition):
    """Store the definition in the current heap. ClassConflictError if the key is taken.

    Returns the class id, a version with the text of the definition, and whether that is the current one. A text that was current
    earlier becomes it again only if this interpreter has brought another one meanwhile.
    """
    known, own = table(), (get_ident(), definition.cls)
    _publishing.add(own)
    try:
        version, brought = _version(definition), known.brought.get(definition.key)
        class_id, current, same, changed = _store(definition, version, brought)
        has_text = current if same else {**version, "edition": _NOWHERE}
        if changed or not says_again(version, brought):
            known.brought[definition.key] = has_text
    finally:
        _publishing.discard(own)
    return class_id, has_text, same


def _store(definition, version, brought):
    """What ``_claim`` does and returns, and let all know of a text that is stored then; however this is left."""
    claimed = []

    def claim():
        claimed.extend(outside(_claim, definition, version, brought))
        return claimed[-1]

    _native.announcing(claim)
    return claimed


def learn(cls, class_id, version):
    """Remember that the class has this id in the current heap, and the text of this version of it.

    If that is not in the heap, the class gets the one that is when an instance is used next.
    """
    known = table()
    known.classes[class_id] = cls
    known.ids[cls] = class_id
    known.taken[class_id] = version
    _native.register_class(cls, class_id)
    if version["edition"] == _NOWHERE:
        _native.expect_edition()


def bring(cls):
    """Publish the class in the current heap and return its id."""
    before = _native.edition()
    class_id, version, _ = publish(cls.__shared__)
    learn(cls, class_id, version)
    if _native.edition() != before:
        _native.expect_edition()  # the class may have got another text before anybody here knew that it is in the heap
    return class_id


def meet(cls, class_id, version):
    """Learn that a class this interpreter has from elsewhere is in the current heap too, where its text is that of this version.

    Own source is brought, as it may be newer; unless it is another class of the same name, or there is no room: then it stays.
    """
    definition = cls.__shared__
    if version["source"] is None:
        learn(cls, class_id, version)
    elif not definition.is_own:
        names = {name: each for name, each in definition.names.items() if each[0] != "class"}
        own = {"source": definition.source, "options": definition.options, "names": names, "edition": _NOWHERE}
        learn(cls, class_id, {**version, **own})
    else:
        try:
            bring(cls)
        except (ClassConflictError, HeapFullError, NotShareableError, OverflowError):
            learn(cls, class_id, version)


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
        class_id = bring(cls)
    return class_id


def _snapshot(record):
    version = _native.dict_snapshot(record["current"])
    version["names"] = _native.dict_snapshot(version["names"])
    version.setdefault("edition", 0)
    return version


def _read(class_id):
    record = _native.system()["python.classes"][class_id]
    return record["key"], record["file"], _snapshot(record)


def current_version(class_id):
    """Return (key, file, current version as a native dict) of a class."""
    return outside(_read, class_id)


def _newer(known):
    records = _native.system()["python.classes"]
    return [class_id for class_id, version in known.items() if _edition(records[class_id]) != version["edition"]]


def newer():
    """The ids of the classes of the current heap that have got a new text since they were given theirs."""
    with_text = {class_id: version for class_id, version in list(table().taken.items()) if version["source"] is not None}
    return outside(_newer, with_text) if with_text else []


def is_newer(class_id, version):
    """Whether this version of a class came after the one whose text the class has here."""
    return version["edition"] > table().taken[class_id]["edition"]
