# SPDX-License-Identifier: Apache-2.0
"""Random operations on arrays. Of exceptions the types are compared: GraalPy's native arrays have words of their own."""

import array
import copy
import operator
import pickle
import random

import shared_objects as so

from .arguments import argument
from .driver import Difference, outcome

__all__ = ["fuzz_array", "fuzz_array_methods"]

_MOST = 12_000
_CODES = "bBhHiIlLqQfd"
_NUMBERS = (0, 1, 2, 7, 100, 127, 128, 255, 256, -1, -128, 2**31, 2**63, 2**70, 1.5, True, None, "x", b"a")
_INDEXES = (0, 1, 2, 3, 5, -1, -2, -5, 250, 600, 2100, -9000, 2**31, -(2**63), 10**30, True, None, "x", 1.0)
_BOUNDS = (None, 0, 1, 2, 5, -1, -3, 300, 2000, 2**31 - 1, -(2**31), 2**63, -(10**30))
_STEPS = (None, None, None, 1, 2, 3, -1, -2, -7, 1000, 2**40, 0)


class _Index:
    def __init__(self, number):
        self.number = number

    def __index__(self):
        if self.number is None:
            raise KeyError("as asked")
        return self.number


def _few(rng):
    return [rng.randrange(100) for _ in range(rng.choice((0, 1, 2, 3, 5, 30, 700)))]


def _elements(rng, native):
    """Something with elements, often of the same type."""
    numbers = _few(rng)
    same = array.array(native.typecode, numbers)
    return rng.choice((
        lambda: same,
        lambda: same,
        lambda: numbers,
        lambda: tuple(numbers),
        lambda: bytes(numbers),
        lambda: bytearray(numbers),
        lambda: memoryview(bytes(numbers)),
        lambda: array.array("h", numbers),
        lambda: (number for number in numbers),
        lambda: range(3),
        lambda: rng.choice((None, 5, 1.5)),
        lambda: [1, rng.choice(("x", None, 300, -1, 2**70))],
    ))()  # fmt: skip


def _number(rng):
    return _Index(rng.choice((3, 300, None))) if rng.random() < 0.05 else rng.choice(_NUMBERS)


def _argument(rng, native, hint):
    if hint == "index":
        return _Index(rng.choice((0, 2, None))) if rng.random() < 0.05 else rng.choice(_INDEXES)
    if hint == "slice":
        return slice(rng.choice(_BOUNDS), rng.choice(_BOUNDS), rng.choice(_STEPS))
    if hint == "count":
        return rng.choice((0, 1, 2, 3, -1, True, "x", None, 1.5))
    return _number(rng) if hint == "number" else _elements(rng, native)


def _method(name):
    return lambda target, *arguments: getattr(target, name)(*arguments)


# How often an operation is chosen: the first ones keep what is worked upon filled.
_ARRAY = (
    [(_method("append"), ("number",)), (_method("extend"), ("elements",)), (operator.setitem, ("index", "number"))] * 3
    + [(_method("insert"), ("index", "number")), (_method("remove"), ("number",)), (_method("pop"), ("index",)), (_method("pop"), ())]
    + [(_method("reverse"), ()), (_method("count"), ("number",)), (_method("index"), ("number",)), (operator.contains, ("number",))]
    + [(operator.getitem, ("index",)), (operator.getitem, ("slice",)), (operator.delitem, ("index",)), (operator.delitem, ("slice",))]
    + [(operator.setitem, ("slice", "elements"))] * 2
    + [(operator.add, ("elements",)), (lambda a, o: o + a, ("elements",)), (operator.iadd, ("elements",))]
    + [(operator.mul, ("count",)), (lambda a, n: n * a, ("count",)), (operator.imul, ("count",))]
    + [(operation, ("elements",)) for operation in (operator.eq, operator.ne, operator.lt, operator.ge)]
    + [(lambda a, o: o == a, ("elements",)), (lambda a: [*reversed(a)], ()), (lambda a: [*zip(a, a)], ())]
    + [(function, ()) for function in (len, list, tuple, sum, max, sorted, repr, bool, bytes, copy.copy, copy.deepcopy)]
    + [(_method(name), ()) for name in ("tolist", "tobytes", "byteswap")]
    + [(_method("fromlist"), ("elements",)), (_method("frombytes"), ("elements",)), (lambda a: (a.typecode, a.itemsize), ())]
    + [(lambda a: pickle.loads(pickle.dumps(a)), ()), (lambda a: memoryview(a).tolist(), ()), (lambda a: memoryview(a)[1:3].tobytes(), ())]
)  # fmt: skip



def _plain(value):
    """A form that compares equal for what is the same, with NaNs in it, too."""
    if isinstance(value, memoryview):
        return "view", value.tobytes()
    value = so.copy(value) if so.is_shared(value) else value
    return type(value), repr(value)


def _described(result):
    return (result[0], _plain(result[1])) if result[0] == "gives" else result[:2]


def _step(native, shared, operation, hints, seed):
    results = []
    for target in (native, shared):
        rng = random.Random(seed)
        arguments = [_argument(rng, native, hint) for hint in hints]
        results.append(_described(outcome(operation, target, *arguments)))
    if results[0] != results[1]:
        raise Difference(f"{operation}{hints}, seed {seed}, of {native!r:.200}:\n  native: {results[0]!s:.300}\n  shared: {results[1]!s:.300}")
    return results[0][0] == "raises"


def _fuzz(native, operations, seed, steps):
    rng = random.Random(seed)
    shared = so.share(native)
    for _ in range(steps):
        step_seed = rng.random()
        if _step(native, shared, *rng.choice(operations), step_seed):
            native[:] = so.copy(shared)  # an operation that failed half done on the native one has changed nothing here
        if _plain(native) != _plain(shared):
            raise Difference(f"what became of it, seed {step_seed}:\n  native: {native!r:.300}\n  shared: {shared!r:.300}")
        if len(native) > _MOST:
            del native[50:], shared[50:]


def fuzz_array(seed, steps):
    """Random operations on an array, small or large, of a type that the seed says."""
    code = _CODES[seed % len(_CODES)]
    _fuzz(array.array(code, range(random.Random(seed).choice((0, 3, 120)))), _ARRAY, seed, steps)


def fuzz_array_methods(seed, rounds):
    """Every method of the shared types with arguments that mostly make no sense: an ordinary exception at worst."""
    rng = random.Random(seed)
    hints = ("value", "index", "many", "pairs", "key")
    for _ in range(rounds):
        for shared in so.array("h", 3), so.array("d", [1.5]), so.bytearray(b"abc"):
            for name in sorted({*dir(shared)} - {"__class__", "__init_subclass__"}):
                target = so.share([1])  # what odd arguments change
                arguments = [argument(rng, target, rng.choice(hints)) for _ in range(rng.randrange(4))]
                result = outcome(lambda: getattr(shared, name)(*arguments))
                if result[1] == "SystemError":
                    raise Difference(f"{type(shared)}.{name}{arguments}, seed {seed}: {result}")
