# SPDX-License-Identifier: Apache-2.0
"""A shared class with constants that cannot travel, since what they are made of uses a lock of the module or each other."""

import threading

import shared_objects as so

_lock = threading.Lock()


class Guarded:
    def __init__(self, **values):
        self.values = values

    def get(self, name):
        with _lock:
            return self.values[name]


class Peer:
    def __init__(self):
        self.other = None


GUARDED = Guarded(a=1)
LEFT, RIGHT = Peer(), Peer()
LEFT.other, RIGHT.other = RIGHT, LEFT
PEERS = {"left": LEFT}


@so.shared
class Reader:
    def read(self, name):
        return GUARDED.get(name), isinstance(GUARDED, Guarded)

    def peers(self):
        return LEFT.other is RIGHT, RIGHT.other is LEFT, PEERS["left"] is LEFT, isinstance(LEFT, Peer)
