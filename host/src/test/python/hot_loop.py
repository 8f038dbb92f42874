# SPDX-License-Identifier: Apache-2.0
"""Started by HotLoopsTest. usage: hot_loop.py LOG, where the engine logs to LOG what it compiles: functions whose names begin
with hot_

Asks for more than the compiler can do for a while, then runs one loop until that has been compiled, and prints how many of
the others were before it.
"""

import itertools
import sys
import time

FUNCTIONS = 20
CALLS = 3_000
MOST_SECONDS = 100
BODY = "\n".join(f"    total += len(str(values[{n} % len(values)])) if total % {n + 2} else {n}" for n in range(6))


def make(number):
    names = {}
    exec(f"def hot_function_{number}(values, total=1):\n{BODY}\n    return total", names)
    return names[f"hot_function_{number}"]


def compiled(log):
    return [line for line in log if "opt done" in line and "<bytecode hot_" in line]


def hot_loop(log):
    end = time.monotonic() + MOST_SECONDS
    before = []
    numbers = list(range(200, 0, -1))
    for number in itertools.count():
        sorted(numbers)  # Takes its time, so that rounds alone do not make the loop important.
        if not number % 1_000:
            before += compiled(log)
            if time.monotonic() > end or any("hot_loop" in line for line in before):
                return before


with open(sys.argv[1], encoding="utf-8") as log:
    functions = [make(number) for number in range(FUNCTIONS)]
    for function in functions:
        for _ in range(CALLS):
            function("abc")
    lines = hot_loop(log)
if not any("hot_loop" in line for line in lines):
    sys.exit("the loop was not compiled")
print(sum("hot_function" in line for line in lines))
