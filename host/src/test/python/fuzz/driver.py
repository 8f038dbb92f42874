# SPDX-License-Identifier: Apache-2.0
"""Does the same to a native object and to its shared copy, and compares outcomes and what became of both."""

import operator
import os.path
import random
import re

import shared_objects as so

from .arguments import argument, changes, reaches
from .operations import DICT, LIST, SET, methods

__all__ = ["fuzz_dict", "fuzz_iterators", "fuzz_list", "fuzz_methods", "fuzz_set", "fuzz_unbound"]

_MOST = 1200
_WHERE = re.compile(" at 0x[0-9a-f]+")
# By native GraalPy, for slices with a step and by pop; CPython refuses it, too.
_TAKEN = re.compile("^attempt to assign sequence of size 0 to extended slice|^'NoneType' object cannot be interpreted as an integer")
_FROZENSETS = re.compile(r"frozenset\(\{([^{}]*)\}\)")
# Of native GraalPy: about the number of arguments, where its words are not CPython's, and about which side is asked first.
_NATIVE_WORDS = re.compile(
    "argument.* (missing|given)|missing .*argument|takes .*argument|expected .*argument"
    "|x not in list|^index out of range$|cannot fit '[A-Za-z]+' into|not supported between instances"
)
# Of an operator where its method was called, or of the method where the operator was.
_OF_PRODUCTS = re.compile("can't multiply sequence by non-int")
# What an operand may raise where the native object has refused one of its elements before: it is read to its end first.
_OF_OPERANDS = ("TypeError", "KeyError", "Fault")

# Methods that read a shared list before anything else, where a native one is emptied first, or may grow meanwhile.
_READ_AT_ONCE = ("__init__", "count")


class Difference(AssertionError):
    """The shared object did otherwise than the native one."""


def plain(value):
    """A form of a value that compares equal for a native object and for what should be the same of a shared one."""
    kind = type(value).__name__
    if hasattr(value, "__next__"):
        return "iterator"
    if callable(value):
        return "callable"
    return kind, _FROZENSETS.sub(_in_order, _WHERE.sub("", _text(value)))


def _in_order(frozenset_text):
    return f"frozenset({{{', '.join(sorted(frozenset_text[1].split(', ')))}}})"


def _text(value):
    """``repr``, but that of sets in an order of its own, also inside of other containers."""
    if isinstance(value, (set, frozenset)):
        return f"{{{', '.join(sorted(map(_element, value)))}}}"
    if isinstance(value, (list, tuple)) and "..." not in repr(value):
        return f"{value[:0]!r}{', '.join(map(_text, value))}"
    if isinstance(value, dict) and "..." not in repr(value):
        return f"{{{', '.join(f'{_text(key)}: {_text(part)}' for key, part in value.items())}}}"
    return repr(value)


def _element(value):
    """Of numbers that are equal it is open which one stays in a set."""
    return f"number {hash(value)}" if isinstance(value, (int, float, complex)) else _text(value)


def outcome(action, *arguments):
    """What a call gives or raises."""
    try:
        return "gives", action(*arguments)
    except Exception as error:
        return "raises", type(error).__name__, _WHERE.sub("", str(error))


def _described(result):
    return (result[0], plain(result[1])) if result[0] == "gives" else result


def _agree(native, shared):
    """Whether two described outcomes are the same but for words that differ for a reason; docs/differences.md has them."""
    if native[:2] == ("raises", "IndexError") and shared[:2] == ("raises", "OverflowError"):
        return "cannot fit 'int' into" in native[2]
    if native[:2] == ("raises", "TypeError") and native[2].startswith("unhashable type"):
        return shared[0] == "raises" and shared[1] in _OF_OPERANDS
    if native[0] == "gives" or native[:2] != shared[:2]:
        return native == shared
    return native == shared or _NATIVE_WORDS.search(native[2]) or any(map(_OF_PRODUCTS.search, (native[2], shared[2])))


def _is_left_out(shared):
    """Whether the shared object has refused what native GraalPy takes."""
    return shared[0] == "raises" and (shared[1] == "NotShareableError" or _TAKEN.search(shared[2]))


class _Pair:
    """A native object and its shared copy."""

    def __init__(self, native, rng):
        self.native = native
        self.shared = so.share(native)
        self.rng = rng

    def reset(self):
        """After an operation that failed half done on the native one: on a shared one it is done wholly or not at all."""
        if isinstance(self.native, list):
            self.native[:] = so.copy(self.shared)
        else:
            self.native.clear()
            self.native.update(so.copy(self.shared))

    def arguments(self, seed, target, hints):
        rng = random.Random(seed)
        return [argument(rng, target, hint) for hint in hints]

    def outcomes(self, operation, seed, hints):
        """Of both, with equal arguments; None for the native one where it is not asked."""
        arguments = self.arguments(seed, self.native, hints)
        matters = changes if getattr(operation, "__name__", "") in _READ_AT_ONCE else reaches
        asked = not any(matters(each, self.native) for each in arguments)
        native = outcome(operation, self.native, *arguments) if asked else None
        return native, outcome(operation, self.shared, *self.arguments(seed, self.shared, hints))

    def step(self, operation, hints):
        """Do it to both."""
        seed, before = self.rng.random(), plain(self.native)
        native, shared = self.outcomes(operation, seed, hints)
        name = getattr(operation, "__name__", operation)
        if native is None or _is_left_out(shared):
            self.reset()
            return
        self.compare(_described(native), _described(shared), f"{name}({', '.join(hints)}), seed {seed}", _agree)
        if shared[0] == "raises" and plain(self.shared) == before:
            self.reset()
        self.compare(plain(self.native), plain(self.shared), f"what became of it after {name}, seed {seed}")

    def compare(self, native, shared, where, agree=operator.eq):
        if not agree(native, shared):
            both = str(native), str(shared)
            start = max(len(os.path.commonprefix(both)) - 80, 0)
            raise Difference(f"{where}:\n  native: {both[0][start:][:300]}\n  shared: {both[1][start:][:300]}")

    def tame(self):
        """Keep them small enough, and without what the two cannot agree upon: an object inside of itself."""
        if len(self.native) > _MOST or "..." in repr(self.native):
            self.native.clear()
            self.shared.clear()


def _fuzz(native, operations, seed, steps):
    rng = random.Random(seed)
    pair = _Pair(native, rng)
    for _ in range(steps):
        pair.step(*rng.choice(operations))
        pair.tame()


def fuzz_list(seed, steps):
    """Random operations on a list, small or large."""
    _fuzz([*range(random.Random(seed).choice((0, 3, 600)))], LIST, seed, steps)


def fuzz_dict(seed, steps):
    """Random operations on a dict, small or large."""
    _fuzz({number: str(number) for number in range(random.Random(seed).choice((0, 3, 300)))}, DICT, seed, steps)


def fuzz_set(seed, steps):
    """Random operations on a set, small or large."""
    _fuzz({*range(random.Random(seed).choice((0, 3, 300)))}, SET, seed, steps)


_ITERATIONS = (
    iter,
    reversed,
    lambda target: iter(target.keys()),
    lambda target: iter(target.values()),
    lambda target: iter(target.items()),
    lambda target: reversed(target.values()),
    lambda target: reversed(target.items()),
)


def _change(rng, target):
    if isinstance(target, list):
        rng.choice((target.append, target.extend))([rng.randrange(9)]) if rng.random() < 0.5 else target.pop()
    elif rng.random() < 0.5:
        target[rng.choice((0, 1, "new"))] = rng.randrange(9)
    else:
        target.popitem()


def _iterate(rng, target):
    """Steps of one iterator with changes of the target between them. That of a dict may end in either of two ways."""
    is_list = isinstance(target, list)
    iterator = rng.choice(_ITERATIONS[: 2 if is_list else None])(target)
    seen = []
    for _ in range(rng.randrange(12)):
        step = outcome(next, iterator)
        if step[0] == "raises" and not is_list:
            return [*seen, "ends"]
        seen.append(_described(step))
        if rng.random() < 0.15:
            seen.append(outcome(_change, rng, target)[0])
        if rng.random() < 0.2:
            seen.append(outcome(operator.length_hint, iterator))
    return seen if not is_list else [*seen, outcome(list, iterator)]


def fuzz_iterators(seed, rounds):
    """Iterators of lists and dicts that change meanwhile."""
    rng = random.Random(seed)
    for _ in range(rounds):
        start = rng.choice(([1, "b", None, (1, 2)], [], {1: 2, "a": [], None: 4.5}, {}))
        pair = _Pair(start.copy(), rng)
        round_seed = rng.random()
        native, shared = (_iterate(random.Random(round_seed), target) for target in (pair.native, pair.shared))
        pair.compare(plain(native), plain(shared), f"iteration over {start}, seed {round_seed}")
        pair.compare(plain(pair.native), plain(pair.shared), f"after iteration over {start}, seed {round_seed}")


_STARTS = ([3, 1, "b", None], {1: 2, "a": [], None: 4.5}, {3, "b", None})


def fuzz_methods(seed, rounds):
    """Every method that ``dir()`` names, with arguments that mostly make no sense."""
    rng = random.Random(seed)
    for _ in range(rounds):
        for start in _STARTS:
            for operation, hints in methods(type(start)):
                _Pair(start.copy(), rng).step(operation, hints)


def fuzz_unbound(seed, rounds):
    """The methods of the native class with a shared object: as with a native one, or TypeError."""
    rng = random.Random(seed)
    for _ in range(rounds):
        for start in _STARTS:
            for operation, hints in methods(type(start)):
                _unbound(_Pair(start.copy(), rng), getattr(type(start), operation.__name__), hints)


def _unbound(pair, method, hints):
    seed = pair.rng.random()
    native, shared = pair.outcomes(method, seed, hints)
    if native is not None and shared[:2] not in (("raises", "TypeError"), ("raises", "NotShareableError")):
        pair.compare(_described(native), _described(shared), f"{method} unbound, seed {seed}", _agree)
