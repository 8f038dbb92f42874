# SPDX-License-Identifier: Apache-2.0
"""Compiles classes that this interpreter meets through an instance, and plain forms of shared classes."""

import dataclasses
import typing
import weakref

from .building import adopt, finish, plain
from .definition import Definition
from .registry import current_version, known_class, learn, meet
from .restore import import_for, make, namespace_of, restore
from .shared import known, lock
from .sources import compiled

__all__ = [
    "define",
    "import_modules",
    "load_class",
    "load_function",
    "make_plain",
    "plain_fields",
    "put_later",
    "run_text",
    "with_classes",
]

# What has a meaning to dataclasses, by the names it is imported by: names that only annotations use do not travel.
_MARKS = {"KW_ONLY": dataclasses.KW_ONLY, "InitVar": dataclasses.InitVar, "ClassVar": typing.ClassVar}

_loading = set()
_waiting = []
# By shared class: the definitions of it and its bases, and the class as written. The other way round for all that have instances.
_plain = {}
_shared_of_plain = weakref.WeakKeyDictionary()


def _evaluate(annotation, namespace):
    try:
        return eval(annotation, {**_MARKS, **namespace})
    except Exception:
        return typing.Any


def run_text(version, file, namespace):
    """Run the source of a class and return the class as written; the namespace stays as it is."""
    made = {}
    exec(compiled(version["source"], version["line"], file), namespace, made)
    written = made[version["qualname"].rpartition(".")[2]]
    written.__qualname__ = version["qualname"]
    annotations = vars(written).get("__annotations__", {})
    for field, annotation in annotations.items():
        if isinstance(annotation, str):
            annotations[field] = _evaluate(annotation, namespace)
    return written


def put_later(namespace, later):
    """Load these classes, and what has classes in it, now or, if one is being loaded, when that is done."""
    _waiting.extend((namespace, name, description) for name, description in later.items())
    if _loading:
        return
    errors = []
    while _waiting:
        _load_later(*_waiting.pop(), errors)
    if errors:
        raise next((each for each in errors if isinstance(each, KeyboardInterrupt)), errors[0])


def _load_later(namespace, name, description, errors):
    """An error is that of whoever is about to put these classes there, not of the next one to do so."""
    try:
        namespace.setdefault(name, make(namespace, {}, name, description, load_class))
    except BaseException as error:
        errors.append(error)


def _own(version):
    """A class of this package."""
    module = __import__(version["module"], fromlist=["*"])
    return getattr(module, version["qualname"])


def load_class(class_id):
    """Return the class with this id in the current heap; compile it from its stored source if it is not known yet."""
    if known_class(class_id) is None:
        import_modules({"": ("class", class_id)})
    with lock:
        return known_class(class_id) or _meet(class_id)


def import_modules(names):
    """Import what these names need, before the lock is taken: who imports a module that shares a class waits for the lock."""
    seen, pending = set(), [] if lock._is_owned() else [names]
    while pending:
        for description in pending.pop().values():
            if description[0] != "class":
                import_for(description)
            elif description[1] not in seen and known_class(description[1]) is None:
                seen.add(description[1])
                key, _, version = current_version(description[1])
                if key not in known:
                    pending.append(version["names"])


def _meet(class_id):
    key, file, version = current_version(class_id)
    cls = _own(version) if version["source"] is None else known.get(key)
    if cls is None:
        return _compile(class_id, key, file, version)
    meet(cls, class_id, version)
    return cls


def _compile(class_id, key, file, version):
    _loading.add(class_id)
    try:
        namespace = namespace_of(version["module"])
        later = restore(namespace, version["names"], load_class)
        built = finish(adopt(run_text(version, file, namespace)), version["options"])
        definition = built.__shared__ = define(built, key, file, version)
        namespace[built.__name__] = known[key] = built
        learn(built, class_id, version)
    finally:
        _loading.discard(class_id)
    put_later(namespace, later)
    definition.names = with_classes(version["names"], namespace)
    return built


def define(cls, key, file, version, namespace=None):
    """What a class with the text of this version is made of, but for its names."""
    module, name, source = version["module"], version["qualname"], version["source"]
    return Definition(cls, key, file, module, name, source, version["line"], version["options"], namespace=namespace)


def with_classes(names, namespace):
    """The captured names with classes in place of the ids of one heap."""
    captured = {}
    for name, description in names.items():
        if description[0] == "copy":
            if name in namespace:
                captured[name] = "copy", namespace[name], True
        elif description[0] != "class":
            captured[name] = description
        elif namespace.get(name) is not None:
            captured[name] = "class", namespace[name], description[2]
    return captured


def load_function(names, name):
    """Return a function that travelled as source."""
    import_modules(names)
    with lock:
        namespace = namespace_of("__main__")
        later = restore(namespace, names, load_class)
        put_later(namespace, later)
        return namespace[name]


def _version(definition):
    return {"source": definition.source, "line": definition.line, "qualname": definition.qualname}


def _plain_class(cls):
    """The class as written, outside the heap; its bases too."""
    definition = cls.__shared__
    if definition.source is None:
        raise TypeError(f"cannot copy {definition.qualname!r} object: it has no native form")
    texts = [vars(each)["__shared__"] for each in cls.__mro__ if "__shared__" in vars(each)]
    made_of, made = _plain.get(cls, (None, None))
    if made_of != texts:
        namespace = dict(namespace_of(definition.module) if definition.namespace is None else definition.namespace)
        later = restore(namespace, definition.names, lambda each: each)
        for name, description in later.items():
            namespace.setdefault(name, description[1])
        for name, value in list(namespace.items()):
            if isinstance(value, type) and "__shared__" in vars(value) and issubclass(cls, value) and value is not cls:
                namespace[name] = _plain_class(value)
        made = plain(run_text(_version(definition), definition.file, namespace), definition.options)
        _plain[cls] = texts, made
        _shared_of_plain[made] = cls
    return made


def make_plain(cls):
    """Return a blank object of the class as written."""
    plain_class = _plain_class(cls)
    return plain_class.__new__(plain_class)


def plain_fields(value):
    """Return (shared class, attributes) of an object that ``make_plain`` made, None for any other."""
    cls = _shared_of_plain.get(type(value))
    return None if cls is None else (cls, dict(vars(value)))
