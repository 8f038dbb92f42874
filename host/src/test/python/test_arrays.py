# SPDX-License-Identifier: Apache-2.0
import array
import builtins
import copy
import io
import operator
import pickle
import random
import struct
import tempfile
import threading
import unittest
import weakref
from collections.abc import MutableSequence

import shared_objects as so
import work_for_tests as work
from likeness_for_tests import Added, Like, outcome, plain, raw

INTEGERS = "bBhHiIlLqQ"


class Asked:
    """Counts how often it is compared."""

    def __init__(self, value):
        self.value, self.times = value, 0

    def __eq__(self, other):
        self.times += 1
        return self.value == other


class LikeArrays(Like):
    STARTS = (array.array("i", [3, -1, 4, 1, 5]), array.array("B", [3, 255, 4, 0, 5]), array.array("d", [0.5, -1, 1e300]))

    def test_reading(self):
        for start in self.STARTS:
            for index in (0, -1, 2, -3, 5, -6, True, "x", 1.0, 2**70, slice(None), slice(1, 4), slice(None, None, -1), slice(9, 1, -2)):
                with self.subTest(index):
                    self.same(start, lambda a: a[index])
            self.all_same(
                start,
                len,
                list,
                repr,
                lambda a: a.tolist(),
                lambda a: a.tobytes(),
                lambda a: (a.typecode, a.itemsize),
                lambda a: a.index(4),
                lambda a: a.index(99),
                lambda a: a.count(4),
                lambda a: (4 in a, 99 in a, "x" in a),
                lambda a: list(reversed(a)),
                lambda a: [*iter(a)],
                sum,
                max,
                bytes,
                lambda a: memoryview(a).tolist(),
                lambda a: (memoryview(a).format, memoryview(a).nbytes),
                lambda a: array.array("d", a),
                lambda a: a.nothing,
            )

    def test_texts_of_any_class_are_refused(self):
        class Text(str):
            pass

        for text in ("ab", Text("ab")):
            values = so.array("i", [1])
            for action in (
                lambda: values.extend(text),
                lambda: values.__iadd__(text),
                lambda: values.__setitem__(slice(0, 0), text),
                lambda: values.append(text),
                lambda: values.fromlist(text),
                lambda: values.frombytes(text),
                lambda: so.array("i", text),
                lambda: so.bytearray(text),
                lambda: so.bytearray(b"").extend(text),
            ):
                with self.assertRaises(TypeError):
                    action()
            self.assertEqual([1], values.tolist())

    def test_writing(self):
        for start in self.STARTS:
            for index in (0, -1, 2, 5, -6, "x"):
                for value in (7, 0, -1, 300, 2**70, 1.5, "x", None, True):
                    with self.subTest((index, value)):
                        self.same(start, lambda a: operator.setitem(a, index, value))
            self.all_same(
                start,
                lambda a: a.append(7),
                lambda a: a.extend([1, 2]),
                lambda a: a.extend(array.array("q", [1])),
                lambda a: a.extend(array.array(a.typecode, [1])),
                lambda a: a.insert(1, 9),
                lambda a: a.insert(-100, 9),
                lambda a: a.insert(100, 9),
                lambda a: a.insert(0, "x"),
                lambda a: a.pop(),
                lambda a: a.pop(0),
                lambda a: a.pop(-2),
                lambda a: a.pop(50),
                lambda a: a.remove(4),
                lambda a: a.remove(99),
                lambda a: a.reverse(),
                lambda a: a.byteswap(),
                lambda a: a.fromlist([1, 2]),
                lambda a: a.fromlist((1, 2)),
                lambda a: a.frombytes(bytes(8)),
                lambda a: a.frombytes(bytes(7)),
                lambda a: a.fromfile(io.BytesIO(bytes(16)), 2),
                lambda a: a.tofile(io.BytesIO()),
                lambda a: operator.delitem(a, 0),
                lambda a: operator.delitem(a, -9),
                lambda a: operator.delitem(a, slice(1, 2)),
                lambda a: operator.delitem(a, slice(None, None, 2)),
                lambda a: operator.setitem(a, slice(1, 2), a[:]),
                lambda a: operator.setitem(a, slice(None, None, 2), a[:1]),
                lambda a: operator.setitem(a, slice(2, 1), array.array(a.typecode, [1, 2, 3])),
                lambda a: operator.setitem(a, slice(0, 1), [1]),
                lambda a: operator.setitem(a, slice(0, 1), array.array("q")),
            )

    def test_operators(self):
        for start in self.STARTS:
            other = array.array(start.typecode, [1])
            self.all_same(
                start,
                lambda a: a + other,
                lambda a: other + a,
                lambda a: a + [1],
                lambda a: a * 2,
                lambda a: 2 * a,
                lambda a: a * -1,
                lambda a: a * "x",
                lambda a: operator.iadd(a, other),
                lambda a: operator.iadd(a, [1]),
                lambda a: operator.imul(a, 3),
                lambda a: operator.imul(a, 0),
                lambda a: operator.imul(a, "x"),
                lambda a: operator.imul(a, 1.0),
                lambda a: operator.imul(a, Added()),
                lambda a: operator.imul(a, True),
                lambda a: (a == start, a != start, a < other, a >= other, other < a, start == a),
                lambda a: (a == [1], a == None, a == array.array("f", a)),
                lambda a: a < 5,
            )

    def test_every_type_holds_its_bounds_and_refuses_what_is_beyond(self):
        for code in INTEGERS:
            bits = 8 * array.array(code).itemsize
            low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1)) if code.islower() else (0, 2**bits)
            shared = so.array(code, 3)
            shared[0], shared[-1] = low, high - 1
            self.assertEqual([low, 0, high - 1], shared.tolist(), code)
            self.assertEqual([low, 0, high - 1], list(shared), code)
            for wrong in (low - 1, high):
                self.same(array.array(code, [1]), lambda a: operator.setitem(a, 0, wrong))

    def test_making(self):
        self.assertEqual(array.array("h", [0, 0]), so.array("h", 2))
        self.assertEqual(array.array("h", [1, 2]), so.array("h", (1, 2)))
        self.assertEqual(array.array("h", [1, 2]), so.array("h", so.share([1, 2])))
        self.assertEqual(array.array("h", [1, 2]), so.array("h", so.array("q", [1, 2])))
        self.assertEqual(array.array("h", [513]), so.array("h", struct.pack("h", 513)))
        for arguments in (("u",), ("x",), ("",), (5,), (), ("i", -1), ("i", ["a"]), ("i", 1, 2), ("b", [200])):
            self.assertRaises((TypeError, ValueError, OverflowError), so.array, *arguments)

    def test_random_operations(self):
        for seed, code in enumerate("bHid"):
            rng = random.Random(seed)
            native, shared = array.array(code), so.array(code)
            for _ in range(300):
                action = self.random_action(rng, code)
                self.assertEqual(outcome(action, native), outcome(action, shared), (seed, code))
            self.assertEqual(native, plain(shared))

    def test_floats_keep_every_bit(self):
        rng = random.Random(7)
        for code, size in ("f", 4), ("d", 8):
            values = [rng.randbytes(size) for _ in range(2000)]
            for index in range(0, 2000, 3):  # NaNs in one byte order or the other
                values[index] = rng.choice((b"\xff" * 2 + values[index][2:], values[index][:-2] + b"\xf0\x7f"))
            native = array.array(code, b"".join(values))
            shared = so.share(native)
            self.assertEqual(native.tobytes(), shared.tobytes())
            shared.byteswap()
            native.byteswap()
            self.assertEqual(native.tobytes(), shared.tobytes())
            again = so.array(code, 2000)
            for index, value in enumerate(shared):
                again[index] = value
            self.assertEqual(array.array(code, list(native)).tobytes(), again.tobytes())
            self.assertEqual(struct.pack(f"2000{code}", *native), struct.pack(f"2000{code}", *[shared[i] for i in range(2000)]))

    def random_action(self, rng, code):
        at, to, number, stride = rng.randrange(-40, 40), rng.randrange(-40, 40), rng.randrange(100), rng.choice((3, -3))
        some = array.array(code, [rng.randrange(100) for _ in range(rng.choice((0, 1, 3, 200, 1500)))])
        return rng.choice(
            (
                lambda a: a.append(number),
                lambda a: a.extend(some),
                lambda a: a.insert(at, number),
                lambda a: a.pop(at),
                lambda a: a[at],
                lambda a: a[at:to],
                lambda a: a[at:to:3],
                lambda a: operator.setitem(a, at, number),
                lambda a: operator.setitem(a, slice(at, to), some),
                lambda a: operator.delitem(a, slice(at, to)),
                lambda a: operator.delitem(a, slice(None, None, stride)) if len(a) > 2000 else None,
                lambda a: a.count(number),
                len,
            )
        )


class Words(unittest.TestCase):
    """Those of CPython, also where GraalPy's native arrays have others."""

    def test_of_errors(self):
        shared = so.array("b", [1, 2])
        for kind, words, action in (
            (IndexError, "array index out of range", lambda: shared[2]),
            (IndexError, "array assignment index out of range", lambda: operator.setitem(shared, 2, 1)),
            (IndexError, "array assignment index out of range", lambda: operator.delitem(shared, -3)),
            (TypeError, "array indices must be integers", lambda: shared["x"]),
            (IndexError, "pop index out of range", lambda: shared.pop(2)),
            (IndexError, "pop from empty array", lambda: so.array("b").pop()),
            (TypeError, "unhashable type: 'array'", lambda: hash(shared)),
            (ValueError, "array.remove(x): x not in array", lambda: shared.remove(3)),
            (ValueError, "bad typecode (must be b, B, h, H, i, I, l, L, q, Q, f or d)", lambda: so.array("u")),
        ):
            with self.assertRaises(kind) as raised:
                action()
            self.assertEqual(words, str(raised.exception))
        self.assertEqual([1, 2], shared.tolist())


class Steps(unittest.TestCase):
    def test_slices_with_huge_steps(self):
        for key in (
            slice(None, None, -(2**31)),
            slice(None, None, -(10**30)),
            slice(7, 0, -(2**31) + 1),
            slice(3, None, 2**63),
            slice(-100, None, -2),
            slice(100, 2, -3),
            slice(1, 1, 3),
        ):
            for elements in (so.bytearray(range(8)), so.array("i", range(8))):
                with self.subTest((key, elements)):
                    self.selects(elements, key, list(range(*key.indices(8))))

    def selects(self, elements, key, places):
        values = elements[0:0]
        values.extend(range(10, 10 + len(places)))
        stored = {place: 10 + n for n, place in enumerate(places)}
        elements[key] = values
        self.assertEqual([stored.get(place, place) for place in range(8)], list(elements))
        with self.assertRaises(ValueError):
            elements[key] = elements[0 : len(places) + 1]
        del elements[key]
        self.assertEqual([place for place in range(8) if place not in places], list(elements))


class Buffers(unittest.TestCase):
    def test_a_view_shows_the_elements_where_they_are(self):
        shared = so.array("d", 1000)
        view = memoryview(shared)
        view[500] = 2.5
        shared[501] = 3.5
        self.assertEqual((2.5, 3.5), (shared[500], view[501]))
        view[10:12] = array.array("d", [1, 2])
        self.assertEqual([1, 2], shared[10:12].tolist())
        self.assertIs(shared, view.obj)

    def test_struct_and_files(self):
        shared = so.bytearray(100)
        struct.pack_into("<IdH", shared, 3, 7, 0.5, 9)
        self.assertEqual((7, 0.5, 9), struct.unpack_from("<IdH", shared, 3))
        with tempfile.TemporaryFile() as file:
            file.write(shared)
            file.seek(0)
            again = so.bytearray(100)
            self.assertEqual(100, file.readinto(again))
        self.assertEqual(shared, again)
        self.assertEqual(bytes(shared), b"".join([shared]))
        self.assertEqual(4, io.BytesIO(b"abcd").readinto(again))
        self.assertEqual(b"abcd", again[:4])

    def test_a_view_of_an_array_that_has_become_shorter_raises(self):
        shared = so.array("i", 100)
        view = memoryview(shared)
        del shared[50:]
        self.assertEqual(0, view[49])
        self.assertRaises(BufferError, lambda: view[50])
        self.assertRaises(BufferError, operator.setitem, view, 99, 1)
        self.assertEqual(50, len(memoryview(shared)))


class Shared(unittest.TestCase):
    def test_a_value_is_asked_once_for_each_element_before_it(self):
        asked = Asked(2)
        shared = so.array("i", [0, 1, 2, 2])
        shared.remove(asked)
        self.assertEqual((3, [0, 1, 2]), (asked.times, shared.tolist()))
        asked = Asked(None)
        self.assertRaises(TypeError, so.bytearray, asked)
        self.assertEqual(0, asked.times)

    def test_the_right_operand_may_know_how_to_add(self):
        for shared in so.array("d", [1]), so.bytearray(b"x"):
            before = raw(shared)
            self.assertEqual("added", operator.iadd(shared, Added()))
            self.assertEqual(before, raw(shared))

    def test_program_text(self):
        text = so.bytearray(b"1 + 1")
        for action in eval, exec, lambda source: eval(compile(source, "text", "eval")):
            self.assertEqual(outcome(action, bytearray(b"1 + 1"))[:2], outcome(action, text)[:2])

    def test_the_report_of_conflicts_names_the_element(self):
        for code in "B", "H", "i", "f", "d":
            so.root["array"] = so.array(code, 5000)
            so.explain_conflicts(reset=True)
            shared, runs = so.root["array"], []

            @so.atomic
            def read():
                first = shared[8]
                if not runs:
                    runs.append(1)
                    thread = threading.Thread(target=work.write_two, args=(shared, 8, 4005))
                    thread.start()
                    thread.join()
                return first + shared[4005]

            self.assertEqual(2, read())
            self.assertEqual([(4005,)], [each.touched for each in so.explain_conflicts()], code)

    def test_natives_are_copied_in_when_stored(self):
        native = bytearray(b"abc")
        numbers = array.array("q", [1, 2**62])
        so.root["arrays"] = {"bytes": native, "numbers": numbers, "again": native}
        stored = so.root["arrays"]
        native[0] = 0
        self.assertEqual(b"abc", stored["bytes"])
        self.assertIs(stored["bytes"], stored["again"])
        self.assertIs(so.bytearray, type(stored["bytes"]))
        self.assertIs(so.array, type(stored["numbers"]))
        self.assertEqual(numbers, so.copy(stored["numbers"]))
        self.assertIs(array.array, type(so.copy(stored["numbers"])))
        self.assertIs(bytearray, type(so.copy(stored["bytes"])))

    def test_what_python_does_with_objects(self):
        shared = so.array("h", [1, 2])
        self.assertIsInstance(shared, MutableSequence)
        self.assertIs(shared, weakref.ref(shared)())
        self.assertEqual("shared_objects.array", f"{type(shared).__module__}.{type(shared).__qualname__}")
        self.assertEqual((array.array, shared), (type(pickle.loads(pickle.dumps(shared))), pickle.loads(pickle.dumps(shared))))
        self.assertIs(array.array, type(copy.copy(shared)))
        deep = copy.deepcopy([shared, shared])
        self.assertTrue(so.is_shared(deep[0]) and deep[0] is deep[1] and deep[0] is not shared)
        self.assertIs(bytearray, type(pickle.loads(pickle.dumps(so.bytearray(b"x")))))
        with self.assertRaisesRegex(TypeError, "not an acceptable base type"):
            type("Mine", (so.array,), {})
        with self.assertRaises(AttributeError):
            shared.other = 1
        self.assertRaises(TypeError, lambda: {shared: 1})
        self.assertRaises(TypeError, lambda: so.share({}).setdefault(shared, 1))
        self.assertRaises(BufferError, shared.buffer_info)
        first, *rest = shared
        self.assertEqual((1, [2]), (first, rest))

    def test_iteration_meets_what_is_appended(self):
        shared = so.array("B", [1, 2])
        seen = []
        for value in shared:
            seen.append(value)
            if len(seen) < 10:
                shared.append(len(seen))
        self.assertEqual(list(shared), seen)

    def test_transactions_undo_and_read_what_they_wrote(self):
        for code in ("B", "i", "d"):
            shared = so.array(code, 3000)

            @so.atomic
            def change():
                shared[5] = 7
                shared[2999] = 8
                shared.append(9)
                shared[10:20] = shared[5:6]
                self.assertEqual((7, 9, 2992), (shared[5], shared[-1], len(shared)))
                raise KeyError("undo")

            self.assertRaises(KeyError, change)
            self.assertEqual(array.array(code, bytes(3000 * shared.itemsize)), shared)

    def test_threads_lose_no_increment(self):
        shared = so.array("H", 8)

        @so.atomic
        def increment(at):
            shared[at] += 1

        def work_on(at):
            for _ in range(200):
                increment(at)
                increment(7)

        threads = [threading.Thread(target=work_on, args=(at,)) for at in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([200, 200, 200, 0, 0, 0, 0, 600], shared.tolist())

    def test_other_interpreters_work_on_the_same_array(self):
        numbers, text = so.array("d", 2000), so.bytearray(b"x")
        self.assertEqual("bytearray", so.spawn(work.fill_arrays, numbers, text).result())
        self.assertEqual((1999.5, b"xdone"), (numbers[1999], text))

    def test_copies_are_of_one_moment_while_others_write(self):
        arrays, box = so.share([so.array("B", 3000) for _ in range(8)]), so.share({"go": True, "written": 0})
        writer = so.spawn(work.write_all, arrays, box)
        try:
            while box["written"] < 100:
                copied = so.copy(arrays)
                self.assertEqual([copied[0]] * 8, copied)
        finally:
            box["go"] = False
            writer.result()

    def test_it_is_counted(self):
        shared = so.root["counted"] = so.array("q", 20_000)
        self.assertGreaterEqual(so.stats(by="kind")["kinds"]["array"]["bytes"], 160_000)
        self.assertEqual(20_000, len(so.root["counted"]))

    def test_a_list_takes_its_elements(self):
        shared = so.array("b", [1, -2])
        values = so.share([0])
        values.extend(shared)
        self.assertEqual([0, 1, -2], values)
        self.assertEqual([1, -2], builtins.list(shared))


if __name__ == "__main__":
    unittest.main()
