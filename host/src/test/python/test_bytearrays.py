# SPDX-License-Identifier: Apache-2.0
import operator
import unittest

import shared_objects as so
from likeness_for_tests import Added, Like


class LikeBytearrays(Like):
    START = bytearray(b"Hello, World\x00\xff abc abc")

    def test_reading_methods(self):
        self.all_same(
            self.START,
            repr,
            str,
            bytes,
            list,
            len,
            hash,
            lambda b: b.find(b"abc"),
            lambda b: b.find(97, 20),
            lambda b: b.rfind(b"abc"),
            lambda b: b.index(b"nothing"),
            lambda b: b.count(b"l"),
            lambda b: b.replace(b"abc", b"x", 1),
            lambda b: b.split(),
            lambda b: b.split(b",", maxsplit=1),
            lambda b: b.rsplit(None, 1),
            lambda b: b.partition(b","),
            lambda b: b.splitlines(True),
            lambda b: b.join([b"1", b"2"]),
            lambda b: b.decode("latin-1"),
            lambda b: b.decode(),
            lambda b: b.decode(errors="replace"),
            lambda b: b.hex(":"),
            lambda b: b.upper(),
            lambda b: b.strip(b"Hc"),
            lambda b: b.translate(None, b"l"),
            lambda b: b.translate(bytes.maketrans(b"l", b"L")),
            lambda b: b.startswith((b"x", b"He")),
            lambda b: b.endswith(b"abc"),
            lambda b: b.center(40, b"*"),
            lambda b: b.zfill(50),
            lambda b: b.isascii(),
            lambda b: b.removeprefix(b"Hello"),
            lambda b: b.copy(),
            lambda b: b % (),
            lambda b: (b"World" in b, 255 in b, b"x" in b),
            lambda b: 256 in b,
            lambda b: "x" in b,
            lambda b: b.find("x"),
            lambda b: b.fromhex("00ff"),
            lambda b: b.maketrans(b"a", b"b"),
            lambda b: b.nothing,
            lambda b: int(bytearray(b"12") + b[:0]),
        )

    def test_reading_and_writing_elements_and_slices(self):
        for index in (0, -1, 22, 23, -24, "x", 1.0, slice(2, 5), slice(None, None, -3), slice(5, 2)):
            self.same(self.START, lambda b: b[index])
            for value in (7, 255, 256, -1, "x", b"ab", [1, 2], None):
                if value == "x" and isinstance(index, slice):  # GraalPy deletes the slice before it raises
                    self.assertRaises(TypeError, operator.setitem, so.share(self.START), index, value)
                    continue
                with self.subTest((index, value)):
                    self.same(self.START, lambda b: operator.setitem(b, index, value))
            self.same(self.START, lambda b: operator.delitem(b, index))

    def test_changing(self):
        self.all_same(
            self.START,
            lambda b: b.append(1),
            lambda b: b.append(256),
            lambda b: b.append("x"),
            lambda b: b.extend(b"xyz"),
            lambda b: b.extend([1, 2]),
            lambda b: b.insert(3, 65),
            lambda b: b.insert(3, 256),
            lambda b: b.pop(),
            lambda b: b.pop(99),
            lambda b: b.remove(ord("l")),
            lambda b: b.remove(1),
            lambda b: b.remove(256),
            lambda b: b.reverse(),
            lambda b: b.clear(),
            lambda b: b.clear() or b.pop(),
            lambda b: operator.iadd(b, b"more"),
            lambda b: operator.iadd(b, "more"),
            lambda b: operator.imul(b, 2),
            lambda b: operator.imul(b, Added()),
            lambda b: operator.iadd(b, Added()),
            lambda b: list(reversed(b)),
            lambda b: b.remove("x"),
            lambda b: b + b"x",
            lambda b: b"x" + b,
            lambda b: bytearray(b"x") + b,
            lambda b: b + "x",
            lambda b: b * 2,
            lambda b: (b == b"x", b == bytes(b), bytes(b) == b, b < b"Z", b > bytearray(b"A"), b != "x"),
            lambda b: b < "x",
        )

    def test_making(self):
        for arguments in ((), (3,), (b"ab",), ("ab", "utf-8"), ([1, 2],), (bytearray(b"x"),)):
            self.assertEqual(bytearray(*arguments), so.bytearray(*arguments))
        self.assertRaises(TypeError, so.bytearray, None)
        for arguments in ((-1,), ("ab",), ([256],), (b"a", "utf-8")):
            with self.assertRaises(Exception) as expected:
                bytearray(*arguments)
            self.assertRaises(type(expected.exception), so.bytearray, *arguments)
        self.assertIs(so.bytearray, type(so.bytearray.fromhex("0aff")))


class Words(unittest.TestCase):
    """Those of CPython, also where GraalPy's native ones have others."""

    def test_of_errors(self):
        shared = so.bytearray(b"ab")
        for kind, words, action in (
            (IndexError, "bytearray index out of range", lambda: shared[2]),
            (IndexError, "bytearray index out of range", lambda: operator.setitem(shared, 2, 1)),
            (TypeError, "bytearray indices must be integers or slices, not str", lambda: shared["x"]),
            (ValueError, "byte must be in range(0, 256)", lambda: operator.setitem(shared, 0, 256)),
            (ValueError, "byte must be in range(0, 256)", lambda: shared.append(-1)),
            (TypeError, "'str' object cannot be interpreted as an integer", lambda: shared.append("x")),
            (IndexError, "pop index out of range", lambda: shared.pop(2)),
            (IndexError, "pop from empty bytearray", lambda: so.bytearray().pop()),
            (TypeError, "'str' object cannot be interpreted as an integer", lambda: shared.remove("x")),
            (ValueError, "byte must be in range(0, 256)", lambda: shared.remove(256)),
            (ValueError, "value not found in bytearray", lambda: shared.remove(1)),
            (TypeError, "unhashable type: 'bytearray'", lambda: hash(shared)),
        ):
            with self.assertRaises(kind) as raised:
                action()
            self.assertEqual(words, str(raised.exception))
        self.assertEqual(b"ab", shared)


if __name__ == "__main__":
    unittest.main()
