# SPDX-License-Identifier: Apache-2.0
"""Signals as CPython treats them: handlers run while the program waits for the system, and the call goes on (PEP 475)."""

import _signal
import _thread
import errno
import fcntl
import os
import posix
import select
import sys
import time
from operator import index


_HERE = "<pso>"

# Nobody else is to handle these: they are the JVM's, which needs SIGBUS for files that have become shorter, or the system's.
_JAVAS = ("QUIT", "ILL", "FPE", "KILL", "SEGV", "BUS", "STOP")

# What may be ignored since before the program began.
_INHERITED = ("HUP", "INT", "TERM", "USR1", "ALRM", "CHLD")

_NAP_S = 0.05  # who waits for the system does not notice that its interpreter is being ended
_LONGEST_S = 1e9  # what is longer may be an error

# Of the InterruptedError that a handler has raised last: no others may be held back.
_raised = None


def _apart(handler):
    """Handlers are no part of the transaction that they happen to interrupt."""

    def call(number, frame):
        global _raised
        while frame is not None and frame.f_code.co_filename == _HERE:
            frame = frame.f_back
        transactions = sys.modules.get("shared_objects._transactions")
        try:
            if transactions is not None and transactions.is_part():
                transactions.handle(handler, number, frame)
            else:
                handler(number, frame)
        except InterruptedError as error:
            _raised = id(error)
            raise

    return call


def _set_handlers(handle, ignore, forget, die, wakeup, arrivals, await_more, expect, is_ignored, pretend):
    """Has the host call this interpreter's handlers, and tell all interpreters of a signal."""
    interrupt = _signal.SIGINT
    own = {interrupt: _signal.default_int_handler, _signal.SIGPIPE: _signal.SIG_IGN, _signal.SIGXFSZ: _signal.SIG_IGN}
    wakeup_fd = -1
    main_thread = _thread.get_ident()

    def require_main_thread(what):
        if _thread.get_ident() != main_thread:
            raise ValueError(f"{what} only works in main thread of the main interpreter")

    def getsignal(signalnum, /):
        """Return the current action for the given signal: SIG_IGN, SIG_DFL, None if it is not known, or a callable."""
        number = index(signalnum)
        if not 0 < number < _signal.NSIG:
            raise ValueError("signal number out of range")
        return own.get(number, _signal.SIG_DFL)

    def signal(signalnum, handler, /):
        """Set the action for the given signal: SIG_DFL, SIG_IGN, or a callable, which gets number and frame; return the old one."""
        number = index(signalnum)
        require_main_thread("signal")
        before = getsignal(number)
        name = name_of(number)
        if name is None or name in _JAVAS:
            raise OSError(errno.EINVAL, posix.strerror(errno.EINVAL))
        if number == interrupt and handler is _signal.default_int_handler:
            forget(name)
        elif callable(handler):
            handle(name, _apart(handler))
        elif handler == _signal.SIG_IGN:
            ignore(name)
        elif handler != _signal.SIG_DFL:
            raise TypeError("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
        elif number == interrupt:
            die(name)
        else:
            forget(name)
        own[number] = handler
        return before

    def name_of(number):
        every = ((name, value) for name, value in vars(_signal).items() if name[:3] == "SIG" and name[3:4] != "_")
        return next((name[3:] for name, value in every if value == number), None)

    def set_wakeup_fd(fd, /, *, warn_on_full_buffer=True):
        """Have the number of each handled signal written to fd as a byte, by the host; return the old fd, or -1."""
        nonlocal wakeup_fd
        fd = index(fd)
        require_main_thread("set_wakeup_fd")
        if fd != -1:
            posix.fstat(fd)
            if posix.get_blocking(fd):
                raise ValueError(f"the fd {fd} must be in non-blocking mode")
        before, wakeup_fd = wakeup_fd, fd
        wakeup(fd)
        return before

    kill_process = posix.kill

    def kill(pid, signal, /):
        """Kill a process with a signal."""
        number = index(signal)
        name = name_of(number) if pid == posix.getpid() else None
        if name is None:
            kill_process(pid, number)
        else:
            before = arrivals(name)
            expect(name)
            kill_process(pid, number)
            await_more(name, before)

    def raise_signal(signalnum, /):
        """Send a signal to the executing process."""
        kill(posix.getpid(), signalnum)  # Java would refuse one that is ignored

    def interrupt_main(signum=interrupt, /):
        """Do what the arrival of the given signal would do in the main thread, if it is handled."""
        number = index(signum)
        if getsignal(number) not in (_signal.SIG_DFL, _signal.SIG_IGN):
            pretend(number)

    set_alarm, set_timer = _signal.alarm, _signal.setitimer

    def alarm(seconds, /):
        if seconds:
            expect("ALRM")
        return set_alarm(seconds)

    def setitimer(which, seconds, interval=0.0, /):
        if seconds:
            expect("ALRM")
        return set_timer(which, seconds, interval)

    for function in (getsignal, signal, set_wakeup_fd, raise_signal, _like(set_alarm, alarm), _like(set_timer, setitimer)):
        setattr(_signal, function.__name__, function)
    for name in _INHERITED:
        number = getattr(_signal, f"SIG{name}", None)
        if number is not None and is_ignored(name):
            own[number] = _signal.SIG_IGN
    os.kill = posix.kill = _like(kill_process, kill)
    _thread.interrupt_main = _like(_thread.interrupt_main, interrupt_main)


def _like(original, function):
    function.__name__ = function.__qualname__ = original.__name__
    function.__module__ = original.__module__
    function.__doc__ = original.__doc__
    return staticmethod(function)  # as an attribute of a class it must not become a method: selectors does that


def _again(call):
    """Has a handler that ran meanwhile change nothing, where GraalPy would raise."""

    def repeated(*arguments):
        while True:
            try:
                return call(*arguments)
            except InterruptedError as error:
                _raise_again_if_own(error)

    return _like(call, repeated)


def _raise_again_if_own(error):
    if id(error) == _raised:
        raise error


def _select_again(call):
    def repeated(rlist, wlist, xlist, timeout=None, /):
        end = None if timeout is None else time.monotonic() + timeout
        while True:
            try:
                return call(rlist, wlist, xlist, timeout)
            except InterruptedError as error:
                _raise_again_if_own(error)
                if end is not None:
                    timeout = max(0, end - time.monotonic())

    return _like(call, repeated)


def _sleep_in(wait, call):
    """After a handler GraalPy sleeps once more as long, or does not call it before it has slept; waits for files end then."""
    main_thread = _thread.get_ident()

    def sleep(seconds, /):
        if not isinstance(seconds, (int, float)) or not 0 < seconds < _LONGEST_S or _thread.get_ident() != main_thread:
            return call(seconds)
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            wait([], [], [], min(left, _NAP_S))

    return _like(call, sleep)


def install(*functions):
    """Takes the functions of PythonSignals."""
    _set_handlers(*functions)
    select.select = _select_again(select.select)
    fcntl.flock = _again(fcntl.flock)
    fcntl.lockf = _again(fcntl.lockf)
    time.sleep = _sleep_in(select.select, time.sleep)


install
