# SPDX-License-Identifier: Apache-2.0
"""Classes whose instances live in the heap and whose source travels with them.

What needs the compiler's modules is imported when the first class is made shared or met.
"""

import sys

__all__ = ["class_id", "load_class", "make_plain", "plain_fields", "reload_classes", "shared"]


def shared(
    cls=None,
    /,
    *,
    name=None,
    init=True,
    repr=True,
    eq=False,
    order=False,
    unsafe_hash=False,
    frozen=False,
    match_args=True,
    kw_only=False,
    slots=False,
):
    """Make a class shared: its instances live in the heap and its source travels with them.

    ``__init__``, ``__repr__`` and ``__match_args__`` are generated from the annotations as dataclasses do. ``==`` and
    ``hash`` are identity unless the class defines them or ``eq`` is true. The options are those of ``dataclass``; they may
    as well be given to ``@dataclass`` below ``@shared``, with the defaults of dataclasses then. ``name`` replaces module
    and qualified name as the key under which all interpreters know the class.

    TypeError when the source is not to be found or a base is not supported; NotShareableError when the class uses a
    module-level or local variable that cannot travel, naming it; ClassConflictError when another file has claimed the
    key with other text.
    """
    from .options import as_tuple
    from .shared import make_shared

    options = as_tuple(
        init=init,
        repr=repr,
        eq=eq,
        order=order,
        unsafe_hash=unsafe_hash,
        frozen=frozen,
        match_args=match_args,
        kw_only=kw_only,
        slots=slots,
    )
    if cls is None:
        return lambda written: make_shared(written, name, options, sys._getframe(1))
    return make_shared(cls, name, options, sys._getframe(1))


def load_class(class_id):
    """Return the class with this id in the current heap; compile it from its stored source if it is not known yet."""
    from . import loading

    return loading.load_class(class_id)


def class_id(cls):
    """The id of a shared class in the current heap; it is published there when need be."""
    from .registry import class_id_of

    number = class_id_of(cls)
    if number is None:
        raise TypeError(f"class {cls.__qualname__!r} is not shared, only a base of it is: decorate it with @shared too")
    return number


def reload_classes():
    """Give the classes of the current heap the texts that were stored meanwhile and count them; no number if that cannot be done."""
    if f"{__name__}.shared" not in sys.modules:
        return 0  # no class with a text is known
    from . import refreshing

    return refreshing.reload_classes()


def make_plain(cls):
    """Return a blank object of the class as it was written."""
    from . import loading

    return loading.make_plain(cls)


def plain_fields(value):
    """Return (shared class, attributes) of an object that ``make_plain`` made, None for any other."""
    loading = sys.modules.get(f"{__name__}.loading")
    return None if loading is None else loading.plain_fields(value)
