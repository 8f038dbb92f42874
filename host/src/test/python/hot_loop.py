# SPDX-License-Identifier: Apache-2.0
"""Started by HotLoopsTest. usage: hot_loop.py LOG, where the engine logs to LOG what it compiles: functions whose names begin
with hot_

Asks for more than the compiler can do for a while, then runs one loop until that has been compiled, and prints how many of
the others the compiler began with after it was asked for the loop.
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


def said(lines, what, name):
    return [number for number, line in enumerate(lines) if f"opt {what}" in line and f"<bytecode {name}" in line]


def hot_loop(log):
    end = time.monotonic() + MOST_SECONDS
    lines = []
    numbers = list(range(200, 0, -1))
    for number in itertools.count():
        sorted(numbers)  # Takes its time, so that rounds alone do not make the loop important.
        if not number % 1_000:
            lines += log
            if time.monotonic() > end or said(lines, "done", "hot_loop"):
                return lines


with open(sys.argv[1], encoding="utf-8") as log:
    functions = [make(number) for number in range(FUNCTIONS)]
    for function in functions:
        for _ in range(CALLS):
            function("abc")
    lines = hot_loop(log)
if not said(lines, "done", "hot_loop"):
    sys.exit("the loop was not compiled")
asked, begun = (said(lines, what, "hot_loop")[0] for what in ("queued", "start"))
print(len(said(lines[asked:begun], "start", "hot_function")))
