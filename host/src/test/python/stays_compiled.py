# SPDX-License-Identifier: Apache-2.0
"""Started by CompiledCodeTest. usage: stays_compiled.py LOG, where the engine logs to LOG what it compiles: functions whose names
begin with hot_

Runs what compiled code does with shared objects until all of it has been compiled, and then looks for some rounds in a row in
which nothing is thrown away or compiled again.
"""

import collections
import re
import sys
import threading
import time

import shared_objects as so

TIMES = 2_000
ROUNDS = 20
MOST_WINDOWS = 15
MOST_SECONDS = 200
EVENT = re.compile(r"\[engine\] opt (\w+).*? engine=.*?(?:<bytecode (\w+) at (\w+)>|\|)")
THROWN_AWAY = ("deopt", "inval")
LOG = open(sys.argv[1], encoding="utf-8")


@so.shared
class Account:
    def __init__(self):
        self.balance = 0

    def deposit(self, amount):
        self.balance += amount


def hot_attribute_read(account):
    total = 0
    for _ in range(TIMES):
        total += account.balance
    return total


def hot_attribute_write(account):
    for n in range(TIMES):
        account.balance = n


def hot_method_call(account):
    for _ in range(TIMES):
        account.deposit(1)


def hot_list_read(numbers):
    total = 0
    for n in range(TIMES):
        total += numbers[n % 100]
    return total


def hot_list_write(numbers):
    for n in range(TIMES):
        numbers[n % 100] = n


def hot_list_append(_):
    fresh = so.share([])
    for n in range(TIMES):
        fresh.append(n)


def hot_list_pop(numbers):
    for n in range(TIMES):
        numbers.append(n)
        numbers.pop()


def hot_list_iterate(numbers):
    total = 0
    for _ in range(TIMES // 100):
        for number in numbers:
            total += number
    return total


def hot_array(typecode):
    fresh = so.array(typecode)
    for n in range(TIMES):
        fresh.append(n % 100)
        fresh[n // 2] = fresh[n] + len(fresh) % 7


def hot_make_instances(_):
    for n in range(TIMES):
        Account().deposit(n)


def hot_share_dicts(_):
    for n in range(TIMES):
        so.share({"x": n, "y": "text", "z": 1.5})


def hot_share_lists(_):
    for n in range(TIMES):
        so.share([n, "text", None])


def hot_wrappers(rows):
    total = 0
    for n in range(len(rows)):
        total += rows[n]["x"]
    return total


def hot_instances_wrapped(accounts):
    total = 0
    for n in range(len(accounts)):
        total += accounts[n].balance
    return total


def hot_dict_get(table, keys):
    total = 0
    for key in keys:
        total += table[key]
    return total


def hot_dict_get_constant(table, _):
    total = 0
    for _ in range(TIMES):
        total += table["key7"]
    return total


def hot_dict_defaults(counts, keys):
    for key in keys:
        counts.setdefault(key, 1)
        counts.pop("no such key", None)


def hot_dict_set(table, keys):
    for key in keys:
        table[key] = 1


def hot_dict_iterate(table, _):
    total = 0
    for _ in range(TIMES // len(table)):
        for key in table:
            total += 1
        for value in table.values():
            total += value
        for key, value in table.items():
            total += value
    return total


def hot_set_iterate(group, _):
    total = 0
    for element in group:
        total += 1
    return total


def hot_set_look(group, keys):
    found = 0
    for key in keys:
        found += key in group
    return found


def hot_set_add(group, keys):
    for key in keys:
        group.add(key)


@so.atomic
def hot_transfer(source, target, amount):
    source[0] -= amount
    target[0] += amount


def hot_transfers(source, target):
    for _ in range(TIMES):
        hot_transfer(source, target, 1)


@so.atomic
def hot_deposit_atomically(account, amount):
    account.balance += amount


def hot_deposits(account):
    for _ in range(TIMES):
        hot_deposit_atomically(account, 1)


@so.atomic
def hot_count_atomically(table, key, ring):
    table[key] = table.get(key, 0) + 1
    ring[len(ring) - 1] = table[key] + len(table)


def hot_counts(table, keys, ring):
    for key in keys:
        hot_count_atomically(table, key, ring)


def hot_counter_add(counter):
    for _ in range(TIMES):
        counter.add(1)


def hot_queue(there, item):
    for _ in range(TIMES):
        there.put(item)
        there.get()


def in_copies(function, *arguments):
    """A function by code of its own: as if it was used with these arguments only."""
    CASES.append((type(function)(function.__code__.replace(), globals()), arguments))


CASES = []
for function in hot_attribute_read, hot_attribute_write, hot_method_call, hot_deposits:
    in_copies(function, Account())
for size in 100, 5_000:
    for function in hot_list_read, hot_list_write, hot_list_iterate:
        in_copies(function, so.share([1] * size))
in_copies(hot_list_pop, so.share([1] * 100))
for function in hot_list_append, hot_make_instances, hot_share_dicts, hot_share_lists:
    in_copies(function, None)
in_copies(hot_array, "h")
in_copies(hot_wrappers, so.share([{"x": 1} for _ in range(TIMES)]))
in_copies(hot_instances_wrapped, so.share([Account() for _ in range(TIMES)]))
for keys in [f"key{n}" for n in range(100)], [f"key{n}" for n in range(TIMES)], [*range(TIMES)]:
    for function in hot_dict_get, hot_dict_set, hot_dict_defaults:
        in_copies(function, so.share({key: 1 for key in keys}), keys)
    for function in hot_set_look, hot_set_add:
        in_copies(function, so.share(set(keys)), keys)
for size in 100, TIMES:
    keys = [*range(size)]
    in_copies(hot_counts, so.share({key: 1 for key in keys}), keys, so.share([0]))
    in_copies(hot_dict_iterate, so.share({key: 1 for key in keys}), None)
in_copies(hot_set_iterate, so.share(set(keys)), None)
in_copies(hot_dict_get_constant, so.share({f"key{n}": 1 for n in range(TIMES)}), None)
in_copies(hot_transfers, so.share([TIMES]), so.share([0]))
in_copies(hot_counter_add, so.counter())
in_copies(hot_queue, so.Queue(), 1)
in_copies(hot_queue, so.Queue(), (1, "text", None))

COPIES = collections.Counter(case.__code__.co_name for case, _ in CASES)
COMPILED = set()


def run(rounds):
    for _ in range(rounds):
        for case, arguments in CASES:
            case(*arguments)


def events():
    """What has happened since the last call: what, the name of the function, and which of that name."""
    found = [match.groups() for line in LOG if (match := EVENT.match(line))]
    failed = [name for what, name, _ in found if what == "failed"]
    if failed:
        sys.exit(f"cannot be compiled: {failed}")
    COMPILED.update((name, which) for what, name, which in found if what == "done")
    return found


def turns_beside(function, *arguments):
    """Other threads have a turn while one runs this all the time."""
    stopped = []

    def go_on():
        while not stopped:
            function(*arguments)

    thread = threading.Thread(target=go_on, daemon=True)
    thread.start()
    turns, end = 0, time.monotonic() + 1
    while time.monotonic() < end:
        turns += 1
        sum(range(TIMES))
    stopped.append(True)
    thread.join()
    return turns


def missing():
    return COPIES - collections.Counter(name for name, _ in COMPILED)


start = time.monotonic()
while missing():
    run(1)
    events()
    if time.monotonic() - start > MOST_SECONDS:
        sys.exit(f"not compiled: {missing()}")

windows = []
for _ in range(MOST_WINDOWS):
    run(ROUNDS)
    window = [event for event in events() if event[0] in THROWN_AWAY or event[1] in COPIES]
    windows.append(window)
    if not window and len(windows) > 1 and not windows[-2]:
        sys.exit(None if turns_beside(hot_deposits, Account()) > 10 else "threads have no turn beside transactions")
sys.exit("does not stay compiled:\n" + "\n".join(f"{window[:20]} and so on, {len(window)} in all" for window in windows))
