# SPDX-License-Identifier: Apache-2.0
"""Transactions: plain functions that happen at once or not at all."""

import time
from _thread import get_ident
from operator import index

from . import _native
from ._errors import Conflict, ConflictError, HeapFullError, Retry
from ._room import Room
from ._wrapping import refuse_suspending, wrap

__all__ = [
    "abandon",
    "after_commit",
    "atomic",
    "atomically",
    "explain_conflicts",
    "in_transaction",
    "or_else",
    "retry",
    "step",
    "within",
]

in_transaction = _native.in_transaction
_begin = _native.begin
_begin_in = _native.begin_in
_commit = _native.commit

# By thread: the calls to make after the commit, whether the run asked to wait for a change, and the wait for room.
afterwards = {}
_waiting = set()
_rooms = {}
# Of what a signal's handler has raised last in the middle of a transaction; handlers run in one thread.
_raised = None
_chaos = None


def chaos():
    """Whether every transaction is run once in vain first: ``pso -X chaos``."""
    global _chaos
    if _chaos is None:
        _chaos = _native.chaos()  # not when this module is imported: the interpreter may belong to nobody yet
    return _chaos


def undone(error):
    """Whether the run that ``error`` leaves shall run again. It is undone, unless it is to wait for a change first."""
    try:
        return _undone(error)
    except BaseException:
        abandon()  # a second signal's handler has raised something
        raise


def _undone(error):
    thread = get_ident()
    stopped = _is_from_outside(error)
    if thread in _waiting and not stopped:
        return True
    if thread in afterwards and _native.has_committed():
        committed()  # the error has come right after that
        return False
    again = isinstance(error, (Conflict, Retry)) or (_native.doomed() and not stopped)
    _native.abort()
    _waiting.discard(thread)
    afterwards.pop(thread, None)
    if isinstance(error, HeapFullError) and not again and not stopped:
        _rooms.setdefault(thread, Room()).error = error
        return True
    return again


def _is_from_outside(error):
    """Whether Ctrl-C or a signal's handler has raised this, which would not happen again in another run."""
    return isinstance(error, KeyboardInterrupt) or (_raised is not None and _raised == id(error))


def committed():
    """Make the calls that were put off until now, all of them, and raise what the first that failed has raised.

    What a signal's handler raises in between is one of the failures.
    """
    calls = iter(afterwards.get(get_ident(), ()))
    failures = []
    while True:
        try:
            while _fails(calls, failures):
                pass
            break
        except BaseException as error:
            failures.append(error)
    if failures:
        raise _with_notes(*failures)


def _fails(calls, failures):
    """Whether one of these calls has failed, so that others may be left."""
    try:
        afterwards.pop(get_ident(), None)  # the calls may run transactions, with calls of their own
        for function, args, kwargs in calls:
            function(*args, **kwargs)
        return False
    except BaseException as error:
        failures.append(error)
        return True


def _with_notes(first, *others):
    if hasattr(first, "add_note"):  # exceptions of other languages have none
        for error in others:
            first.add_note(f"another call after the commit failed too: {error!r}")
    return first


def stopped_after_commit():
    """Make the calls all the same when something has been raised right after the commit."""
    if get_ident() in afterwards:
        committed()


def _wait(deadline):
    """Undo the run that called retry() and block until something it has read may have changed."""
    _waiting.discard(get_ident())
    afterwards.pop(get_ident(), None)
    try:
        left = -1.0 if deadline is None else max(0.0, deadline - time.monotonic())
        if in_transaction() and not _native.retry_wait(left):
            raise TimeoutError("timed out waiting for a change")
    finally:
        _native.abort()


def _is_full():
    """Whether the last run has found the heap full."""
    room = _rooms.get(get_ident())
    return room is not None and room.error is not None


def _check(conflicts, retries, deadline):
    if retries is not None and conflicts > retries:
        raise ConflictError(f"transaction met conflicts in all its runs: retries={retries}")
    if deadline is not None and time.monotonic() >= deadline:
        raise TimeoutError("timed out: the transaction met conflicts until its time was up")


def _name(function, args):
    """How the report of conflicts names a function."""
    if function is or_else:
        return f"or_else({', '.join(_name(each, ()) for each in args)})"
    function = getattr(function, "func", function)  # of a functools.partial
    name = getattr(function, "__qualname__", type(function).__qualname__)
    module = getattr(function, "__module__", None)
    code = getattr(function, "__code__", None)
    if name.endswith("<lambda>") and code is not None:
        return f"{name} ({code.co_filename}:{code.co_firstlineno})"
    return name if module in (None, "__main__", "__mp_main__") else f"{module}.{name}"


def _undo():
    """End a run that was made in vain."""
    _native.abort()
    afterwards.pop(get_ident(), None)
    return True


def abandon():
    """Undo what this thread has begun and was stopped in, so that nothing more of it will run."""
    thread = get_ident()
    if in_transaction():
        _undo()
    _waiting.discard(thread)
    _rooms.pop(thread, None)


def run(function, args, kwargs, conflicts=0, retries=None, deadline=None):
    """Run the function as an outermost transaction until it commits; ``conflicts`` runs have failed before."""
    if conflicts:
        afterwards.pop(get_ident(), None)  # of the run that has failed
    if chaos():
        try:
            _run(function, args, kwargs, 0, retries, deadline, _undo)
        except BaseException as error:
            if _is_from_outside(error):
                raise
            # The run that counts will meet any other too.
    try:
        return _run(function, args, kwargs, conflicts, retries, deadline, _commit)
    finally:
        if _rooms:
            _rooms.pop(get_ident(), None)


def _run(function, args, kwargs, conflicts, retries, deadline, end):
    while True:
        if get_ident() in _waiting:
            _wait(deadline)
            conflicts = 0
        elif _rooms and _is_full():
            _rooms[get_ident()].wait(deadline)
        elif conflicts:
            _native.note_conflict(_name(function, args))
            _check(conflicts, retries, deadline)
        _begin(conflicts)
        try:
            result = function(*args, **kwargs)
            done = get_ident() not in _waiting and end()
        except BaseException as error:
            if not undone(error):
                raise
        else:
            if done:
                try:
                    if afterwards:
                        committed()
                    return result
                except BaseException:
                    stopped_after_commit()
                    raise
        afterwards.pop(get_ident(), None)
        conflicts += 1


def within(owner, function, /, *args, **kwargs):
    """Call a function with the heap of a shared object as the current one."""
    _native.enter_heap_of(owner)
    try:
        return function(*args, **kwargs)
    finally:
        _native.exit_heap_of(owner)


def step(function, owner, *args):
    """Call a function of the package, ``function(owner, *args)``, as one step, part of the running transaction if there is one."""
    if _begin_in(owner):
        try:
            result = function(owner, *args)
            done = get_ident() not in _waiting and _commit()
        except BaseException as error:
            if not undone(error):
                raise
        else:
            if done:
                return result
        return within(owner, run, function, (owner, *args), {}, 1)
    if in_transaction():
        return function(owner, *args)
    return within(owner, run, function, (owner, *args), {})


def atomic(function):
    """Make calls of the function transactions; a call from inside a transaction joins it.

    The function runs again after a conflict, so it must not do anything but use shared objects and compute. An
    exception that leaves the outermost function undoes everything and propagates; one caught inside does not.
    TypeError for generator and async functions.
    """
    if isinstance(function, (classmethod, staticmethod)):
        return type(function)(atomic(function.__func__))
    return wrap(function)


def atomically(function, /, *args, retries=None, timeout=None, **kwargs):
    """Call the function as one transaction and return its result; inside a transaction just call it.

    Raises ConflictError after more than ``retries`` conflicts, and TimeoutError when ``timeout`` seconds have passed
    in conflicts or in waiting for a change; nothing is changed then. Conflicts are counted anew after each wait for a change. ValueError for
    numbers that are no limit. Calls of after_commit() are all made; what the first that fails raises is raised here, though the
    transaction has happened.
    """
    refuse_suspending(function)
    if retries is not None and index(retries) < 0:
        raise ValueError(f"retries must not be negative: {retries}")
    if timeout is not None and not timeout >= 0:
        raise ValueError(f"timeout must not be negative or NaN: {timeout}")
    if in_transaction():
        return function(*args, **kwargs)
    deadline = None if timeout is None else time.monotonic() + timeout
    return run(function, args, kwargs, 0, retries, deadline)


def retry():
    """Undo the running transaction, block until something it has read was changed, and run it again.

    Raises RuntimeError outside a transaction.
    """
    if not in_transaction():
        raise RuntimeError("retry() outside a transaction")
    _waiting.add(get_ident())
    _native.retry()
    raise Retry


def or_else(first, second, /):
    """Call ``first``; if it calls retry(), undo what it did and call ``second`` instead. One transaction.

    When both call retry(), blocks until something that either has read was changed. TypeError for generator and async functions.
    """
    refuse_suspending(first)
    refuse_suspending(second)
    if not in_transaction():
        return run(or_else, (first, second), {})
    mark = _native.savepoint()
    calls = len(afterwards.get(get_ident(), ()))
    try:
        result = first()
        if get_ident() not in _waiting:
            return result
    except Retry:
        if get_ident() not in _waiting:
            raise
    _native.rollback_to(mark)
    _waiting.discard(get_ident())
    del afterwards.get(get_ident(), [])[calls:]
    return second()


def after_commit(function, /, *args, **kwargs):
    """Call the function once when the running transaction has committed, in this thread; at once outside of one.

    What it raises leaves the call of the transaction, after all other such calls have been made; the transaction has happened.
    """
    if in_transaction():
        afterwards.setdefault(get_ident(), []).append((function, args, kwargs))
    else:
        function(*args, **kwargs)


def outside(function, *args):
    """Run a function of the package as a transaction of its own, whatever transaction this thread is in."""
    return apart(run, function, args, {})


def is_part():
    """Whether this thread is in the middle of a transaction, or of what belongs to one."""
    thread = get_ident()
    return thread in afterwards or thread in _waiting or thread in _rooms or in_transaction()


def handle(handler, number, frame):
    """Call the handler of a signal, which is no part of the transaction that it interrupts; what it raises ends that for good."""
    global _raised
    try:
        apart(handler, number, frame)
    except BaseException as error:
        _raised = id(error)
        raise


def apart(function, /, *args):
    """Call a function as if this thread were in no transaction, whatever it is in the middle of."""
    thread = get_ident()
    put_off, waiting, room = afterwards.get(thread), thread in _waiting, _rooms.get(thread)
    try:
        afterwards.pop(thread, None)
        _waiting.discard(thread)
        _rooms.pop(thread, None)
        return _native.outside(lambda: function(*args))
    finally:
        if put_off is not None:
            afterwards[thread] = put_off
        if waiting:
            _waiting.add(thread)
        if room is not None:
            _rooms[thread] = room


def explain_conflicts(*, reset=False):
    """Tell which shared objects made transactions run again, the most frequent conflicts first.

    A sequence of records with ``count``, ``type`` and ``object``, ``path`` (where in ``root`` it was found, or None),
    ``touched`` (the keys, indexes or attributes the transaction was going to write, or at which it met the conflict) and ``function``; ``print`` shows
    it as a table. Counts the conflicts in the current heap of all interpreters of this process since the start, or
    since the last call with ``reset=True``. RuntimeError inside a transaction.
    """
    if in_transaction():
        raise RuntimeError("explain_conflicts() inside a transaction would read all of the heap")
    from ._conflicts import report

    return report(reset)
