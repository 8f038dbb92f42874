# SPDX-License-Identifier: Apache-2.0
"""What is done to lists, dicts, their views and iterators: a function of the target and the arguments its hints ask for."""

import copy
import functools
import itertools
import json
import operator
import pickle

__all__ = ["DICT", "LIST", "SET", "methods"]


def _method(name):
    def call(target, *arguments):
        return getattr(target, name)(*arguments)

    call.__name__ = name
    return call


def _star(target):
    first, *rest = target
    return first, rest


def _match(target):
    match target:
        case [a, b, *_]:
            return "two", a, b
        case {"a": a, **rest}:
            return "a", a, rest
        case []:
            return "empty"
        case _:
            return "else"


def _sort(key, reverse):
    def sort(target, *keys):
        return target.sort(key=keys[0] if keys else key, reverse=reverse)

    return sort


def _kind(value):
    return type(value).__name__, repr(value)


def _keywords(target):
    return (lambda **names: names)(**target)


# How often an operation is chosen: the first ones keep what is worked upon filled.
LIST = (
    [(_method("extend"), ("many",)), (_method("append"), ("value",)), (_method("insert"), ("index", "value"))] * 3
    + [(_method(name), ()) for name in ("copy", "reverse", "clear", "pop", "sort", "__len__", "__reversed__", "__repr__", "__iter__")]
    + [(_method(name), ("value",)) for name in ("remove", "count", "index", "__contains__", "__eq__", "__ne__", "__lt__", "__ge__")]
    + [(_method(name), ("many",)) for name in ("__add__", "__iadd__", "__init__", "__eq__", "__lt__", "__le__", "__gt__")]
    + [(_method(name), ("count",)) for name in ("__mul__", "__rmul__", "__imul__")]
    + [(_method("index"), ("value", "index", "index")), (_method("index"), ("value", "index")), (_method("pop"), ("index",))]
    + [(operator.getitem, ("index",)), (operator.setitem, ("index", "value")), (operator.setitem, ("index", "many"))] * 3
    + [(operator.delitem, ("index",)), (operator.add, ("many",)), (operator.mul, ("count",)), (operator.iadd, ("many",))]
    + [(lambda l, o: o + l, ("many",)), (lambda l, o: o == l, ("many",)), (lambda l, o: o < l, ("many",))]
    + [(_sort(_kind, False), ()), (_sort(repr, True), ()), (_sort(None, True), ()), (_sort(None, False), ("value",))]
    + [(hash, ()), (str, ()), (bool, ()), (json.dumps, ())]
    + [(function, ()) for function in (list, tuple, set, sum, min, max, any, all, sorted, _star, _match, copy.copy, copy.deepcopy)]
    + [(lambda l: [*enumerate(l)], ()), (lambda l: [*zip(l, l)], ()), (lambda l: [*map(repr, l)], ()), (lambda l: "-".join(l), ())]
    + [(lambda l: pickle.loads(pickle.dumps(l)), ()), (lambda l: functools.reduce(operator.add, l), ()), (bytes, ())]
    + [(lambda l: [*itertools.islice(l, 1, 3)], ()), (lambda l: f"{l}{l!r:>9}", ()), (lambda l: format(l, "x"), ())]
    + [(lambda l, name: getattr(l, name), ("value",)), (lambda l, name: setattr(l, name, 1), ("value",))]
)
DICT = (
    [(_method("update"), ("pairs",)), (operator.setitem, ("key", "value")), (_method("setdefault"), ("key", "value"))] * 4
    + [(_method(name), ()) for name in ("copy", "clear", "popitem", "keys", "values", "items", "__len__", "__reversed__", "__iter__")]
    + [(_method(name), ("key",)) for name in ("get", "pop", "setdefault", "__contains__", "__getitem__", "__delitem__")]
    + [(_method(name), ("key", "value")) for name in ("get", "pop", "setdefault", "__setitem__", "fromkeys")]
    + [(_method(name), ("pairs",)) for name in ("__or__", "__ror__", "__ior__", "__eq__", "__ne__", "__lt__", "__init__", "fromkeys")]
    + [(operator.getitem, ("key",)), (operator.delitem, ("key",)), (operator.contains, ("key",)), (operator.or_, ("pairs",))]
    + [(operator.ior, ("pairs",)), (lambda d, o: o | d, ("pairs",)), (lambda d, o: o == d, ("pairs",)), (lambda d, o: {**o, **d}, ("pairs",))]
    + [(lambda d, o, n=name: getattr(d.keys(), n)(o), ("many",)) for name in ("__and__", "__or__", "__sub__", "__xor__", "isdisjoint")]
    + [(lambda d, o, n=name: getattr(d.items(), n)(o), ("pairs",)) for name in ("__and__", "__rsub__", "__eq__", "__le__", "__contains__")]
    + [(lambda d, o: d.keys() & o, ("pairs",)), (lambda d, o: o.keys() - d.keys(), ("pairs",)), (lambda d, o: d.keys() >= o, ("pairs",))]
    + [(lambda d, o: o in d.values(), ("value",)), (lambda d, o: o in d.items(), ("value",)), (lambda d, o: o in d.keys(), ("key",))]
    + [(lambda d, o: (d.keys() == o.keys(), d.items() == o.items(), d.values() == o.values()), ("pairs",))]
    + [(lambda d: [*reversed(d.items())], ()), (lambda d: [*reversed(d.values())], ()), (lambda d: [*reversed(d.keys())], ())]
    + [(lambda d: (repr(d.keys()), repr(d.values()), repr(d.items())), ()), (lambda d: len(d.items()), ()), (lambda d: d.keys().mapping == d, ())]
    + [(function, ()) for function in (list, tuple, set, dict, sorted, min, any, bool, repr, str, hash, _match, _star, copy.copy, copy.deepcopy)]
    + [(json.dumps, ()), (_keywords, ()), (lambda d: pickle.loads(pickle.dumps(d)), ()), (lambda d: [*zip(d, d.values())], ())]
    + [(lambda d, name: getattr(d, name), ("value",)), (lambda d, name: setattr(d, name, 1), ("value",))]
)  # fmt: skip

_SET_OPERATORS = (operator.or_, operator.and_, operator.sub, operator.xor)
_SET_COMPARISONS = (operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge)
_SET_UPDATES = (operator.ior, operator.iand, operator.isub, operator.ixor)


def _reversed(operation):
    return lambda target, other: operation(other, target)


# Without what says in which order the elements come, or takes some of them.
SET = (
    [(_method("update"), ("keys",)), (_method("add"), ("key",)), (operator.ior, ("keys",))] * 6
    + [(_method(name), ()) for name in ("copy", "clear", "__len__", "union", "intersection", "difference", "update", "difference_update")]
    + [(_method(name), ("key",)) for name in ("add", "discard", "remove", "__contains__")]
    + [(_method(name), ("keys",)) for name in ("union", "intersection", "difference", "symmetric_difference")]
    + [(_method(name), ("keys",)) for name in ("issubset", "symmetric_difference_update", "__init__", "__contains__")]
    + [(_method(name), ("keys", "keys")) for name in ("union", "intersection", "difference", "update", "difference_update")]
    + [(_method("intersection_update"), ("keys", "value")), (_method("difference_update"), ("keys",)), (_method("remove"), ("keys",))]
    + [(operation, ("keys",)) for operation in (*_SET_OPERATORS, *_SET_COMPARISONS, *_SET_UPDATES)]
    + [(lambda s, o: s.issuperset({*o}), ("keys",)), (lambda s, o: s.isdisjoint({*o}), ("keys",))]
    + [(_reversed(operation), ("keys",)) for operation in (*_SET_OPERATORS, *_SET_COMPARISONS)]
    + [(function, ()) for function in (set, frozenset, len, bool, hash, copy.copy, copy.deepcopy, json.dumps)]
    + [(lambda s: frozenset(sorted(s, key=_kind)), ()), (lambda s: {*s}, ()), (lambda s: pickle.loads(pickle.dumps(s)), ())]
    + [(lambda s: {element: 1 for element in s}.keys() == s, ()), (lambda s: {frozenset(s): 1}, ()), (lambda s: min(map(repr, s)), ())]
    + [(lambda s, name: getattr(s, name), ("value",)), (lambda s, name: setattr(s, name, 1), ("value",))]
)  # fmt: skip

# What says something about the type itself, or how an object is made.
_OF_THE_TYPE = {
    "__class__", "__dir__", "__doc__", "__getstate__", "__init_subclass__", "__new__", "__reduce__", "__reduce_ex__", "__sizeof__",
}  # fmt: skip

# Of sets: takes any element; goes on in GraalPy when the answer is clear already; needs no argument in GraalPy.
_UNLIKE_CPYTHON = {"isdisjoint", "issuperset", "pop", "symmetric_difference_update"}


def methods(native):
    """The methods of a native type with all kinds of arguments, as operations."""
    left_out = _OF_THE_TYPE | (_UNLIKE_CPYTHON if native is set else set())
    for name in sorted({*dir(native)} - left_out):
        for hints in ((), ("value",), ("many",), ("index",), ("pairs",), ("value", "value"), ("index", "many"), ("value",) * 3):
            yield _method(name), hints
