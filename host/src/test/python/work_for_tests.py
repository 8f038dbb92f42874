# SPDX-License-Identifier: Apache-2.0
"""Functions that the tests spawn. Imports no shared class, so instances bring theirs."""

import array
import dataclasses
import importlib
import operator
import os
import sys
import threading

import shared_objects as so


class OwnError(Exception):
    def __init__(self, text, code):
        super().__init__(text, code)
        self.code = code


@dataclasses.dataclass(frozen=True)
class FrozenError(Exception):
    code: int
    where: str = "here"


class OwnGroup(ExceptionGroup):
    pass


class SlottedError(Exception):
    __slots__ = ("code",)

    def __init__(self, code):
        self.code = code


class KeywordError(Exception):
    def __new__(cls, *, code):
        return super().__new__(cls, code)

    def __init__(self, *, code):
        self.code = code


class ExitingError(Exception):
    def __new__(cls, *args):
        if "work_for_tests_exits" in globals():
            sys.exit(3)
        globals()["work_for_tests_exits"] = True
        return super().__new__(cls, *args)


class CodedGroup(ExceptionGroup):
    def __new__(cls, errors, code):
        made = super().__new__(cls, f"code {code}", errors)
        made.code = code
        return made

    def derive(self, errors):
        return CodedGroup(errors, self.code)


class Unspeakable:
    def __repr__(self):
        raise ArithmeticError("no repr")

    def __getattr__(self, name):
        raise KeyError(name)


class MuteError(OSError):
    @property
    def filename(self):
        raise ArithmeticError("no filename")

    def __str__(self):
        raise ArithmeticError("no str")


def slotted():
    return SlottedError(5)


def keyword():
    return KeywordError(code=6)


def exiting():
    return ExitingError("once")


def coded():
    same = KeyError("same")
    return CodedGroup([same, same, ValueError(1)], 8)


def unspeakable():
    error = ValueError(Unspeakable(), "told")
    error.part = [Unspeakable()]
    vars(error)[1] = 2
    return error


def mute():
    return MuteError(2, "mute")


def circular():
    error = ValueError("circular")
    error.args = (error, KeyError("inner"))
    error.reason = TimeoutError(110, "late")
    return error


def deep():
    error = ValueError("bottom")
    for _ in range(2000):
        error = ExceptionGroup("level", [error])
    return error


def would_block():
    return BlockingIOError(11, "again", 5)


def odd_syntax():
    return SyntaxError("odd", ("f", "1", "2", b"x"))


def with_odd_notes():
    error = type("Local", (Exception,), {"__qualname__": "Local.inner", "__module__": __name__})("message")
    error.add_note("the note")
    return error


def of_a_closed_heap(path):
    with so.attach(path, size="16m") as heap:
        heap.root["x"] = [1]
        raise ValueError(heap.root["x"])


def fail_with(make):
    raise make()


def frozen():
    error = FrozenError(5, "there")
    error.__dict__["__notes__"] = ["a note"]
    return error


def import_module(name):
    importlib.import_module(name)


def evaluate(text):
    return eval(text)


def noted():
    error = ValueError("noted")
    error.add_note("first")
    error.add_note("second")
    error.code = 7
    return error


def group():
    inner = ExceptionGroup("inner", [OwnError("mine", 1), FileNotFoundError(2, "gone", "/no/file")])
    return OwnGroup("outer", [KeyError("k"), inner, noted()])


def echo(*args, **words):
    return args, words


def leave_a_file_open():
    global left_open
    left_open = open(__file__, encoding="utf-8")


def compressed_and_back(name, data):
    module = importlib.import_module(name)
    return module.decompress(module.compress(data))


def square(number):
    return number * number


def append(values, value):
    values.append(value)
    return values


def call(instance, method, *args):
    return getattr(instance, method)(*args)


def describe_class(instance):
    """What a worker sees of the class of an instance it did not import, before and after importing it."""
    cls = type(instance)
    before = (cls.__module__, cls.__qualname__, cls.__doc__, "shapes_for_tests" in sys.modules)
    import shapes_for_tests

    return before, getattr(shapes_for_tests, cls.__name__) is cls, type(instance) is cls


def change_in_steps(box, table, values, elements):
    """Until told to end: a key by another one, values of two keys and the places of two elements exchanged, each time at once."""

    def turn():
        first, *_, last = table
        table[last + 1] = table.pop(first)
        table[last], table[last + 1] = table[last + 1], table[last]
        values[0], values[-1] = values[-1], values[0]
        elements.add(max(elements) + 1)
        elements.remove(min(elements))

    turns = 0
    while box["go"]:
        so.atomic(turn)()
        turns += 1
        if turns == 1:
            box["turned"] = True
    return turns


def fail(kind):
    if kind == "own":
        raise OwnError("mine", [1])
    if kind == "key":
        return {}["missing"]
    if kind == "exit":
        sys.exit(3)
    if kind == "unshareable":
        return threading.Lock()
    if kind == "deep":
        try:
            fail("key")
        except KeyError as error:
            raise ValueError("from deep") from error


def add_account(accounts):
    """An account that the caller's interpreter has not met."""
    from shapes_for_tests import Account

    accounts.append(Account("new", 0))


def add_many(counter, rounds):
    """Half of it in transactions."""
    step = so.atomic(lambda: counter.add(1))
    for n in range(rounds):
        step() if n % 2 else counter.add(1)


def set_both(box, accounts, value):
    with_both = so.atomic(lambda: (box.__setitem__("n", value), setattr(accounts[-1], "balance", value)))
    with_both()


def transfer_many(accounts, seed, rounds):
    @so.atomic
    def transfer(source, target, n):
        source.balance -= n
        target.balance += n

    for step in range(rounds):
        source, target = accounts[(seed + step) % len(accounts)], accounts[(seed * 3 + step * 7 + 1) % len(accounts)]
        if source is not target:
            transfer(source, target, step % 7)


def count_up(shared, key, rounds):
    @so.atomic
    def up():
        shared[key] = shared.get(key, 0) + 1

    for _ in range(rounds):
        up()


def enter_all(table, name, size):
    for key in range(size):
        table[key] = name
        table[name, key] = key


def pump(source, target):
    while True:
        try:
            target.put(source.get())
        except so.ShutDown:
            return "down"


def produce(target, name, count):
    """Every third item in a transaction of its own, every fifth with a container."""
    put = so.atomic(target.put)
    for number in range(count):
        item = [name, number] if number % 5 == 0 else (name, number)
        put(item) if number % 3 == 0 else target.put(item)


def consume(source, got):
    """Until the queue is shut down. Tells the producer and the number of each item in the order they came."""
    take = so.atomic(source.get)
    found = []
    try:
        while True:
            name, number = take() if len(found) % 3 == 0 else source.get()
            found.append((name, number))
            source.task_done()
    except so.ShutDown:
        got.extend(found)


def meet(barrier, event, log):
    event.wait()
    log.append(barrier.wait())


def surroundings():
    return os.getpid(), sys.argv, so.current().index, so.in_transaction()


def spawn_another(number):
    return so.spawn(square, number).result()


def cached(box):
    """Reads until the main interpreter has changed what is read."""
    while box["go"]:
        pass
    return "seen"


def meet_a_conflict(box):
    left = [1]

    @so.atomic
    def up():
        box["n"] += 1
        if left:
            left.clear()
            thread = threading.Thread(target=box.update, args=({"n": 5},))
            thread.start()
            thread.join()

    up()


def runs_of_a_transaction(box):
    runs = []

    @so.atomic
    def up():
        runs.append(box["n"])
        box["n"] += 1

    up()
    return runs


def echo_messages(there, back):
    """Give back what comes, until None does."""
    while (message := there.get()) is not None:
        back.put(message)
        del message


def tell_back(value):
    return value


def _shelf_entry(number):
    words = f"entry number {number} in words that need a block"
    return {"number": number, "words": words, "list": [words, [number, words]]}


def create_and_drop(seed, seconds):
    """Create, move and drop entries of the shelves; the number of those that were not as they should be."""
    import random
    import time

    chance = random.Random(seed)
    shelves = so.root["shelves"]
    wrong = 0
    held = None
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        place, other = chance.randrange(8), chance.randrange(8)
        number = chance.randrange(200)
        choice = chance.random()
        if choice < 0.4:
            shelves[place][number] = _shelf_entry(number)
        elif choice < 0.6:
            shelves[place].pop(number, None)
        elif choice < 0.8:

            def move():
                entry = shelves[place].pop(number, None)
                if entry is not None:
                    shelves[other][number] = entry

            so.atomically(move)
        else:
            entry = shelves[place].get(number)
            if entry is not None:
                wrong += so.copy(entry) != _shelf_entry(number)
                if held is not None:
                    wrong += so.copy(held) != _shelf_entry(held["number"])
                held = entry
    return wrong


def write_all(arrays, box):
    """Keep storing one number as all elements of all arrays, in one transaction each time."""

    @so.atomic
    def write():
        box["written"] += 1
        for each in arrays:
            each[:] = array.array("B", [box["written"] % 100]) * len(each)

    while box["go"]:
        write()


def write_two(values, first, second):
    so.atomically(lambda: (operator.setitem(values, first, 1), operator.setitem(values, second, 1)))


def fill_arrays(numbers, text):
    for index in range(len(numbers)):
        numbers[index] = index + 0.5
    text.extend(b"done")
    return type(text).__name__
