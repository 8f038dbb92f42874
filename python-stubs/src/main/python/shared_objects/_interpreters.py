# SPDX-License-Identifier: Apache-2.0
"""Other interpreters: run functions there, meet them, know one's own number."""

import atexit
import sys
from _thread import allocate_lock

from . import _native
from ._calls.jobs import job_for

__all__ = ["Interpreter", "barrier", "current", "spawn"]

_running = {}
_lock = allocate_lock()


class Interpreter:
    """One interpreter of the run: ``index`` counts from 0, ``count`` is how many run the script."""

    __slots__ = ("count", "id", "index")

    def __init__(self, index, count, id):
        self.index = index
        self.count = count
        self.id = id

    def __repr__(self):
        return f"Interpreter(index={self.index}, count={self.count})"


def current():
    """Return the interpreter this code runs in."""
    return Interpreter(_native.index(), _native.count(), _native.interpreter_id())


def barrier(timeout=None):
    """Block until every interpreter of the run has called it. TimeoutError after ``timeout`` seconds."""
    if _native.in_transaction():
        raise RuntimeError("barrier() inside a transaction would never be met")
    if not _native.barrier(-1.0 if timeout is None else float(timeout)):
        raise TimeoutError("timed out waiting for the other interpreters")


def _watch(future, job, worker):
    from ._calls.futures import settle

    try:
        settle(future, job, worker)
    finally:
        with _lock:
            _running.pop(worker, None)


def spawn(function, /, *args, daemon=False, **kwargs):
    """Call the function in a new interpreter, on a thread of its own, and return a ``concurrent.futures.Future``.

    The function must be one that a module or the main script calls by name; the main script is imported there under
    the name ``__mp_main__``. Arguments and result follow the rules of sharing: shared objects by reference, native
    containers copied in. Exceptions keep type, arguments, attributes and notes where the type can be imported; the traceback is their
    ``__cause__``.
    The end of the main script waits for it, unless ``daemon`` is true.

    NotShareableError for closures, lambdas and local functions, naming what they capture, and for arguments that
    cannot be shared. RuntimeError inside a transaction, and while the main script is imported by a worker.
    """
    if not callable(function):
        raise TypeError(f"spawn needs a function, not {type(function).__name__!r}")
    if _native.in_transaction():
        raise RuntimeError("spawn() inside a transaction: use after_commit(spawn, ...)")
    import threading

    from ._calls.futures import WorkerFuture

    job = _native.share(job_for(function, args, kwargs))
    future = WorkerFuture()
    future.set_running_or_notify_cancel()
    worker = _native.spawn(job, daemon)
    watcher = threading.Thread(target=_watch, args=(future, job, worker), name=f"shared_objects-{worker}", daemon=True)
    with _lock:
        _running[worker] = (watcher, daemon)
    watcher.start()
    return future


def finish():
    """Wait for the workers that are not daemons, print the exceptions nobody fetched, and end the daemons."""
    with _lock:
        workers = list(_running.items())
    for _, (watcher, daemon) in workers:
        if not daemon:
            watcher.join()
    futures = sys.modules.get(f"{__package__}._calls.futures")
    try:
        if futures is not None:
            futures.report()
    finally:
        for worker, (_, daemon) in workers:
            if daemon:
                _native.cancel(worker)


atexit.register(finish)
