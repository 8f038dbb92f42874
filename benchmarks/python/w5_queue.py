# SPDX-License-Identifier: Apache-2.0
"""W5: small tuples through queues, there and back, and one way, by two interpreters. usage: pso -n 2 w5_queue.py"""

import shared_objects as so
from timing import CollectorShare, emit
from together import passes, warm_up

TIMES = 500
me = so.current().index

if me == 0:
    so.root["there"], so.root["back"] = so.Queue(), so.Queue()
so.barrier()
there, back = so.root["there"], so.root["back"]


def ask():
    for n in range(TIMES):
        there.put((n, "ping"))
        back.get()


def answer():
    for _ in range(TIMES):
        back.put(there.get())


def send():
    for n in range(TIMES):
        there.put((n, "ping"))


def receive():
    for _ in range(TIMES):
        there.get()


def measure(case, work):
    warm_up(work, 3000)
    share = CollectorShare()
    times = [seconds / TIMES * 1e9 for seconds in passes(work)]
    if me == 0:
        emit(case, times[len(times) // 2], times[0], **share.facts())


measure("queue, there and back", ask if me == 0 else answer)
measure("queue, one way", send if me == 0 else receive)
