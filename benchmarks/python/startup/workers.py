# SPDX-License-Identifier: Apache-2.0
"""Two workers, each in an interpreter of its own, see one shared value. usage: pso workers.py"""

import shared_objects as so


def see(shared, name):
    shared[name] = shared["value"]


if __name__ == "__main__":
    shared = so.root.setdefault("shared", {"value": 42})
    for worker in [so.spawn(see, shared, name) for name in ("one", "two")]:
        worker.result()
    print(shared["one"], shared["two"])
