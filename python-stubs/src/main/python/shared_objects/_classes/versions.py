# SPDX-License-Identifier: Apache-2.0
"""Compares versions of classes, which are dicts of what their records in a heap hold, and the descriptions of names in them."""

from .. import _native

__all__ = ["mark", "means_again", "same_meaning", "same_text", "says_again"]


def same_text(version, definition):
    """Whether the version has the text of a definition."""
    return version["source"] == definition.source and version["options"] == definition.options


def mark(version):
    """Two texts with the same mark count as one."""
    import hashlib

    return hashlib.sha256(f"{version['options']}:{version['source']}".encode()).digest()[:16]


def says_again(version, brought):
    """Whether this interpreter's source says what it said before."""
    return brought is not None and (version["source"], version["options"]) == (brought["source"], brought["options"])


def means_again(version, brought):
    """Whether the names of this interpreter's source mean what they meant before."""
    return all(same_meaning(brought["names"].get(name), description) for name, description in version["names"].items())


def same_meaning(one, other):
    """Whether two descriptions of a name, or None for no name, say the same.

    Code does wherever it stands, and one NaN does as another. Two shared objects are two, whatever they hold.
    """
    if one is None or other is None or one[0] != other[0]:
        return False
    if one[0] in ("code", "pickle"):
        return one[1] == other[1]
    if one[0] == "copy":
        return _same_value(_native_form(one[1]), _native_form(other[1]))
    return _same_value(one[1], other[1]) if one[0] == "value" else one == other


def _native_form(value):
    return _native.copy_out(value) if _native.is_shared(value) else value


def _same_value(one, other):
    if _native.is_shared(one) or _native.is_shared(other):
        return one is other
    if type(one) is not type(other) and isinstance(one, complex | float | int):
        return False
    if one == other or (one != one and other != other):
        return True
    if type(one) is not type(other) or type(one) not in (list, tuple, dict) or len(one) != len(other):
        return False
    if type(one) is dict:
        return all(key in other and _same_value(value, other[key]) for key, value in one.items())
    return all(map(_same_value, one, other))
