# SPDX-License-Identifier: Apache-2.0
"""Two worker processes see one shared value, as CPython's users write it. usage: python3 workers_cpython.py"""

import multiprocessing


def see(shared, name):
    shared[name] = shared["value"]


if __name__ == "__main__":
    processes = multiprocessing.get_context("spawn")
    with processes.Manager() as manager:
        shared = manager.dict(value=42)
        workers = [processes.Process(target=see, args=(shared, name)) for name in ("one", "two")]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        print(shared["one"], shared["two"])
