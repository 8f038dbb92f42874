# SPDX-License-Identifier: Apache-2.0
"""Random arguments, ordinary and odd. The same random numbers make the same argument for the native and the shared object."""

__all__ = ["Fault", "argument", "changes", "reaches", "value"]


class Fault(Exception):
    """Raised by objects that misbehave."""


_SCALARS = (
    0, 1, 2, 3, 7, -1, -2, -5, True, False, None, 300, 2**31 - 1, -(2**31), 2**31, 2**62, 2**63, -(2**64), 10**30, -(10**30),
    0.0, -0.0, 1.5, 1e300, float("inf"), 2j, "", "a", "b", "ab", "äöü", "\ud800", "x" * 100, b"", b"x", (), (1,), (1, ("x", None)),
)  # fmt: skip
_SMALL = (0, 1, 2, 3, -1, -2)
_BOUNDS = (None, 0, 1, 2, 5, -1, -3, 300, 2**31 - 1, -(2**31), 2**63, -(10**30), 10**30)


# Slices of native lists with the smallest of all steps end in a Java error: test_lists.py tries it on shared ones.
_STEPS = tuple(bound for bound in _BOUNDS if bound is None or -(2**31) < bound)


class _Odd:
    def __init__(self, act, result=None):
        self.act = act
        self.result = result


class Index(_Odd):
    def __index__(self):
        self.act()
        return self.result


class Equal(_Odd):
    def __eq__(self, other):
        self.act()
        return self.result

    def __hash__(self):
        return 1


class Hash(_Odd):
    def __hash__(self):
        self.act()
        return self.result


class Iterable(_Odd):
    def __iter__(self):
        yield from self.result
        self.act()


class Sized(Iterable):
    """Says that it is longer than it is, or fails to say."""

    def __length_hint__(self):
        self.act()
        return 1 << 20


class Mapping(_Odd):
    def keys(self):
        self.act()
        return [*self.result]

    def __getitem__(self, key):
        self.act()
        return self.result[key]


class Text(str):
    pass


class Number(int):
    pass


def _nothing():
    return None


def _fail():
    raise Fault("as asked")


def _action(rng, target):
    """Something that an argument does when it is asked."""
    kind = rng.randrange(8)
    if kind < 3:
        return _nothing
    if kind < 5:
        return _fail
    if kind == 5:
        return target.clear
    return _growth(target)


def _growth(target):
    """A few times only: there are loops that go on as long as somebody appends."""
    left = iter(range(3))

    def grow():
        if next(left, None) is None:
            return
        if isinstance(target, list):
            target.append(1)
        elif isinstance(target, set):
            target.add("added")
        else:
            target.update(added=1)

    return grow


def value(rng, depth=2):
    """A value that can be shared."""
    kind = rng.randrange(12) if depth else 0
    if kind < 9:
        return rng.choice(_SCALARS)
    parts = [value(rng, depth - 1) for _ in range(rng.randrange(4))]
    if kind == 9:
        return parts
    if kind == 10:
        return tuple(parts)
    return {key: part for key, part in zip(("k", 1, None), parts)}


def key(rng):
    """A value that can be a key."""
    return rng.choice(_SCALARS)


def _bound(rng, bounds):
    """Of slices; what changes the list while it is asked loses values in GraalPy's own."""
    return Index(rng.choice((_nothing, _fail)), 1) if rng.random() < 0.1 else rng.choice(bounds)


def _slice(rng):
    bounds = [_bound(rng, _BOUNDS), _bound(rng, _BOUNDS), _bound(rng, _STEPS)]
    return slice(*bounds[: rng.randrange(1, 4)])


def _odd(rng, target):
    return rng.choice((
        lambda: Index(_action(rng, target), rng.choice((0, 1, -1, 10**30, "no"))),
        lambda: Equal(_action(rng, target), rng.choice((True, False, NotImplemented))),
        lambda: Hash(_action(rng, target), rng.choice((1, 2**70, "no"))),
        lambda: Iterable(_action(rng, target), [value(rng) for _ in range(3)]),
        lambda: Sized(_action(rng, target), [(1, 2), ("x", value(rng))]),
        lambda: Mapping(_action(rng, target), {key(rng): value(rng) for _ in range(2)}),
        lambda: _slice(rng),
        lambda: Text("a"),
        lambda: Number(1),
        lambda: range(rng.choice((0, 1, 5))),
        lambda: {1, "a"},
        lambda: frozenset((1, "a")),
        lambda: bytearray(b"ab"),
        lambda: (number for number in (1, 2, 3)),
        lambda: [(1, 2), ("a", "b")],
        lambda: [(1, 2, 3)],
        lambda: {}.keys(),
        lambda: {"a": 1, 2: 3}.items(),
        lambda: target,
        lambda: len,
        lambda: int,
        lambda: object,
        lambda: ...,
        lambda: NotImplemented,
    ))()  # fmt: skip


def changes(argument, target):
    """Whether the argument is the target, or changes it when it is asked something."""
    return argument is target or getattr(argument, "act", None) not in (None, _nothing, _fail)


def reaches(argument, target):
    """Whether the argument changes the target where native GraalPy loses that, misses it or ends in a Java error, or a shared object has read it before."""
    kinds = (Index, Iterable, Mapping) if isinstance(target, list) else _Odd
    return isinstance(argument, kinds) and changes(argument, target)


def argument(rng, target, hint):
    """An argument; ``hint`` says which kind makes most sense: ``index``, ``count``, ``value``, ``key``, ``keys``, ``many``, ``pairs``."""
    if rng.random() < 0.2:
        return _odd(rng, target)
    if hint == "index":
        return _slice(rng) if rng.random() < 0.4 else rng.choice(_SCALARS[:24])
    if hint == "count":
        return rng.choice(_SMALL)
    if hint == "key":
        return key(rng)
    if hint == "keys":
        keys = [key(rng) for _ in range(rng.choice((0, 1, 2, 5, 30)))]
        return rng.choice((list, tuple, set, frozenset, dict.fromkeys))(keys)
    if hint == "pairs":
        return {key(rng): value(rng) for _ in range(rng.randrange(5))}
    if hint == "many":
        return [value(rng) for _ in range(rng.choice((0, 1, 2, 5, 30)))]
    return value(rng)
