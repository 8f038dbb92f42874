# SPDX-License-Identifier: Apache-2.0
"""The shared array and bytearray.

Hot methods are native (``_native.bind`` puts them on the classes). The rest takes a native array of the elements in one
step, asks it, and puts the answer back, so that wording and corner cases are those of the native one.
"""

import array as arrays
import builtins
import operator
import sys
from collections.abc import MutableSequence

from . import _native
from ._containers import change, exact_index, plain_list
from ._transactions import step

__all__ = [
    "array",
    "array_element",
    "array_like",
    "array_set_slice",
    "array_slice",
    "bytearray",
    "plain_array",
]

_CODES = frozenset("bBhHiIlLqQfd")
_END = sys.maxsize
# Their __rmul__ is none that an operator asks.
_SEQUENCES = (str, bytes, builtins.bytearray, builtins.list, tuple, arrays.array)
_bytes = _native.array_bytes
_code = _native.array_code
_new = _native.array_new
_splice = _native.array_splice


def array_like(shared, raw):
    """A native array of the same type with these bytes."""
    return builtins.bytearray(raw) if isinstance(shared, bytearray) else arrays.array(_code(shared), raw)


def _raw(native):
    """The bytes of a native array."""
    return native.tobytes() if isinstance(native, arrays.array) else bytes(native)


def _plain(self):
    """A native array of the same type with the same elements, taken in one step."""
    return array_like(self, _bytes(self, 0, _END))


def plain_array(value):
    """Return a native array of the elements if ``value`` is a shared one, else ``value`` itself."""
    return _plain(value) if isinstance(value, _Array) else value


def array_element(self, value):
    """The bytes of the value as an element."""
    if not isinstance(self, bytearray):
        return arrays.array(_code(self), (value,)).tobytes()
    number = operator.index(value)
    if not 0 <= number < 256:
        raise ValueError("byte must be in range(0, 256)")
    return bytes((number,))


def _exact(key):
    """The slice with what ``__index__`` of its bounds says, asked once."""
    bounds = (key.start, key.stop, key.step)
    return slice(*(operator.index(bound) if hasattr(bound, "__index__") else bound for bound in bounds))


def _bounded(start, stop, stride, size):
    """The slice that selects the same elements of so many, with a step that native arrays can count by."""
    if not range(start, stop, stride):
        return slice(0, 0, 2)
    return slice(start, None if stop < 0 else stop, max(-size - 1, min(stride, size + 1)))


def _read(self, key):
    start, stop, stride = key.indices(len(self))
    if stride == 1:
        return array_like(self, _bytes(self, start, max(0, stop - start)))
    return _plain(self)[key]


def _store(self, key, source):
    size = len(self)
    start, stop, stride = key.indices(size)
    if stride == 1:
        _splice(self, start, max(0, stop - start), _raw(source))
    else:
        change(self, _plain, _put, operator.setitem, _bounded(start, stop, stride, size), source)


def _delete(self, key):
    size = len(self)
    start, stop, stride = key.indices(size)
    if stride == 1:
        _splice(self, start, max(0, stop - start), b"")
    else:
        change(self, _plain, _put, operator.delitem, _bounded(start, stop, stride, size))


def array_slice(self, key):
    """A native array of the elements of a slice, taken in one step."""
    return step(_read, self, _exact(key))


def array_set_slice(self, key, *values):
    """Replace a slice by the elements of ``values[0]``, or delete it, in one step."""
    key = _exact(key)
    if not values:
        step(_delete, self, key)
        return
    key.indices(0)  # a bad slice is told before a bad value
    source = array_like(self, b"")
    source[0:0] = plain_array(plain_list(values[0]))
    step(_store, self, key, source)


def _put(self, native):
    _splice(self, 0, _END, _raw(native))


def _remove(self, value):
    if isinstance(self, bytearray):
        at, words = _plain(self).find(array_element(self, value)), "value not found in bytearray"
    else:
        at = next((at for at, element in enumerate(_plain(self)) if element == value), -1)
        words = "array.remove(x): x not in array"
    if at < 0:
        raise ValueError(words)
    _splice(self, at, 1, b"")


def _pop(self, index):
    size = len(self)
    if not size:
        raise IndexError(f"pop from empty {type(self).__name__}")
    if not -size <= index < size:
        raise IndexError("pop index out of range")
    value = self[index]
    del self[index]
    return value


def _compared(name):
    compare = getattr(operator, name.strip("_"))

    def method(self, other, /):
        if not isinstance(other, _Array):
            return getattr(_plain(self), name)(other)
        left, right = _native.snapshots(self, other)
        return compare(array_like(self, left), array_like(other, right))

    method.__name__ = name
    method.__qualname__ = f"array.{name}"
    return method


class _Array:
    """What shared arrays and bytearrays have in common."""

    __slots__ = ("__weakref__",)
    __hash__ = None
    __lt__ = _compared("__lt__")
    __le__ = _compared("__le__")
    __eq__ = _compared("__eq__")
    __ne__ = _compared("__ne__")
    __gt__ = _compared("__gt__")
    __ge__ = _compared("__ge__")

    def __init_subclass__(cls, **kwargs):
        if _Array not in cls.__bases__:
            raise TypeError(f"type 'shared_objects.{cls.__bases__[0].__name__}' is not an acceptable base type")

    def __repr__(self):
        return repr(_plain(self))

    def __reversed__(self):
        """Iterate backwards over the elements as they are now."""
        return reversed(_plain(self))

    def __contains__(self, value, /):
        return value in _plain(self)

    def __sizeof__(self):
        return 16 + len(_bytes(self, 0, _END))

    def __add__(self, other, /):
        return _plain(self) + plain_array(other)

    def __radd__(self, other, /):
        if not isinstance(other, (arrays.array, bytes, builtins.bytearray, memoryview)):
            return NotImplemented
        return other + _plain(self)

    def __iadd__(self, other, /):
        other = plain_array(other)
        if hasattr(type(other), "__radd__"):  # which a sequence asks before it adds
            answer = type(other).__radd__(other, self)
            if answer is not NotImplemented:
                return answer
        source = array_like(self, b"")
        if source.__iadd__(other) is NotImplemented:
            return NotImplemented
        _splice(self, _END, 0, _raw(source))
        return self

    def __mul__(self, count, /):
        return _plain(self) * count

    def __rmul__(self, count, /):
        return count * _plain(self)

    def __imul__(self, count, /):
        if not hasattr(count, "__index__"):
            if hasattr(type(count), "__rmul__") and not isinstance(count, _SEQUENCES):
                return NotImplemented
            raise TypeError(f"can't multiply sequence by non-int of type {type(count).__name__!r}")
        step(change, self, _plain, _put, operator.imul, operator.index(count))
        return self

    def __copy__(self):
        return _plain(self)

    def __reduce_ex__(self, protocol, /):
        return _plain(self).__reduce_ex__(protocol)

    def __reduce__(self, /):
        return self.__reduce_ex__(2)

    def extend(self, iterable, /):
        """Append all elements of the iterable in one step; it is read to its end before anything is stored."""
        source = array_like(self, b"")
        # GraalPy's arrays end in a Java error when they read an instance of a subclass of str.
        source.extend(builtins.list(iterable) if isinstance(iterable, str) else plain_array(plain_list(iterable)))
        _splice(self, _END, 0, _raw(source))

    def insert(self, index, value, /):
        """Insert ``value`` before ``index``."""
        _splice(self, exact_index(index), 0, array_element(self, value))

    def pop(self, index=-1, /):
        """Remove and return the element at the index, the last one without an index; IndexError if there is none."""
        return step(_pop, self, exact_index(index))

    def remove(self, value, /):
        """Remove the first element equal to ``value``; ValueError if there is none."""
        step(_remove, self, value)

    def reverse(self, /):
        """Reverse the order of the elements in place."""
        step(change, self, _plain, _put, operator.methodcaller("reverse"))


class array(_Array):
    """An array of numbers of one type in the shared heap; every interpreter sees the same one.

    ``typecode`` is one of b B h H i I l L q Q f d, as in the module array; the second argument is a number of zeros, or
    what ``array.array`` takes. Slices, ``+``, ``*`` and ``copy.copy`` give native arrays. Every method that runs no Python
    code is one step; iteration is many. Buffers of it (``memoryview``) show the elements where they are.
    """

    __slots__ = ()

    def __new__(cls, typecode, size_or_initializer=(), /):
        native = arrays.array(typecode)
        if typecode not in _CODES:
            raise ValueError("bad typecode (must be b, B, h, H, i, I, l, L, q, Q, f or d)")
        if hasattr(size_or_initializer, "__index__"):
            size = operator.index(size_or_initializer)
            if size < 0:
                raise ValueError("negative length")
            return _new(typecode, bytes(size * native.itemsize))
        return _new(typecode, arrays.array(typecode, plain_array(plain_list(size_or_initializer))).tobytes())

    typecode = property(_code, doc="The character that stands for the type of the elements.")

    @property
    def itemsize(self):
        """The size in bytes of one element."""
        return arrays.array(_code(self)).itemsize

    def __deepcopy__(self, memo):
        copied = memo[id(self)] = _new(_code(self), _bytes(self, 0, _END))
        return copied

    def buffer_info(self, /):
        """Raise BufferError: a shared array has no address that stays."""
        raise BufferError("a shared array has no fixed address")

    def byteswap(self, /):
        """Swap the bytes of each element."""
        step(change, self, _plain, _put, operator.methodcaller("byteswap"))

    def count(self, value, /):
        """Return the number of elements equal to ``value``."""
        return _plain(self).count(value)

    def frombytes(self, buffer, /):
        """Append elements given as their bytes."""
        source = array_like(self, b"")
        source.frombytes(plain_array(buffer))
        _splice(self, _END, 0, source.tobytes())

    def fromfile(self, file, count, /):
        """Read elements from a binary file and append them; EOFError if there are fewer, which are appended."""
        source = array_like(self, b"")
        try:
            source.fromfile(file, count)
        finally:
            _splice(self, _END, 0, source.tobytes())

    def fromlist(self, values, /):
        """Append the elements of a list."""
        source = array_like(self, b"")
        source.fromlist(plain_list(values))
        _splice(self, _END, 0, source.tobytes())

    def index(self, value, /, *bounds):
        """Return the first index of ``value``, between two bounds if they are given; ValueError if it is not there."""
        return _plain(self).index(value, *bounds)

    def tobytes(self, /):
        """Return the bytes of all elements."""
        return _bytes(self, 0, _END)

    def tofile(self, file, /):
        """Write the bytes of all elements to a binary file."""
        file.write(_bytes(self, 0, _END))

    def tolist(self, /):
        """Return a native list of the elements."""
        return _plain(self).tolist()


class bytearray(_Array):
    """A bytearray in the shared heap; every interpreter sees the same one.

    Takes what ``bytearray`` takes. Slices, ``+``, ``*``, ``copy()`` and all methods that give a new bytearray give native
    ones. Every method that runs no Python code is one step; iteration is many. Buffers of it (``memoryview``) show the bytes
    where they are.
    """

    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        return _new("", b"")

    def __init__(self, *args, **kwargs):
        if any(source is None for source in (*args[:1], kwargs.get("source", b""))):
            raise TypeError("cannot convert 'NoneType' object to bytearray")  # ends the program in GraalPy's bytearray
        native = builtins.bytearray(*[plain_array(plain_list(arg)) for arg in args], **kwargs)
        if native or len(self):
            _put(self, native)

    def __alloc__(self, /):
        """Return how many bytes a native bytearray of this length takes at least."""
        return len(self) + 1

    def __reduce_ex__(self, protocol, /):
        return builtins.bytearray, (_bytes(self, 0, _END),)

    def __deepcopy__(self, memo):
        copied = memo[id(self)] = _new("", _bytes(self, 0, _END))
        return copied

    def __mod__(self, values, /):
        return _plain(self) % values

    def __rmod__(self, other, /):
        return NotImplemented

    def clear(self, /):
        """Remove all bytes."""
        _splice(self, 0, _END, b"")

    def copy(self, /):
        """Return a native bytearray of the same bytes, taken in one step."""
        return _plain(self)

    @classmethod
    def fromhex(cls, string, /):
        """Make a shared bytearray from hexadecimal digits."""
        return _new("", bytes.fromhex(string))

    maketrans = staticmethod(bytes.maketrans)

    def splitlines(self, keepends=False):
        """Return a list of the lines as native bytearrays, with their ends if ``keepends`` is true."""
        return _plain(self).splitlines(bool(keepends))

    def join(self, iterable, /):
        """Return a native bytearray of all of the iterable's, with these bytes between them."""
        return _plain(self).join([plain_array(part) for part in plain_list(iterable)])


def _asks_native(name):
    def method(self, /, *args, **kwargs):
        return getattr(_plain(self), name)(*[plain_array(arg) for arg in args], **kwargs)

    method.__name__ = name
    method.__qualname__ = f"bytearray.{name}"
    method.__doc__ = getattr(builtins.bytearray, name).__doc__
    return method


for _name in (
    "capitalize center count decode endswith expandtabs find hex index isalnum isalpha isascii isdigit islower isspace "
    "istitle isupper ljust lower lstrip partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit "
    "rstrip split startswith strip swapcase title translate upper zfill"
).split():
    setattr(bytearray, _name, _asks_native(_name))
del _name

for _class in (array, bytearray):
    MutableSequence.register(_class)
    _class.__module__ = "shared_objects"
del _class
