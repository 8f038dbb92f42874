# SPDX-License-Identifier: Apache-2.0
"""Signals as CPython treats them: handlers run while the program waits for the system, and the call goes on (PEP 475)."""

import _signal
import _thread
import errno
import fcntl
import posix
import select
import time
from operator import index


# Java lets nobody handle these: SIGQUIT, SIGILL, SIGFPE, SIGKILL, SIGSEGV and SIGSTOP.
_JAVAS = (3, 4, 8, 9, 11, 19)


def _set_handlers(heed, handled, ends, wakeup):
    """Has the host wake this interpreter for its handlers, and tell them from its own."""
    set_handler = _signal.signal
    get_handler = _signal.getsignal
    interrupt = _signal.SIGINT
    own = {interrupt: _signal.default_int_handler}
    wakeup_fd = -1
    main_thread = _thread.get_ident()

    def getsignal(signalnum, /):
        """Return the current action for the given signal: SIG_IGN, SIG_DFL, None if it is not known, or a callable."""
        number = index(signalnum)
        if not 0 < number < _signal.NSIG:
            raise ValueError("signal number out of range")
        if number in own:
            return own[number]
        return _signal.SIG_DFL if name_of(number) is None else get_handler(number)

    def signal(signalnum, handler, /):
        """Set the action for the given signal: SIG_DFL, SIG_IGN, or a callable, which gets number and frame; return the old one."""
        number = index(signalnum)
        if _thread.get_ident() != main_thread:
            raise ValueError("signal only works in main thread of the main interpreter")
        before = getsignal(number)
        name = name_of(number)
        if name is None or number in _JAVAS:
            raise OSError(errno.EINVAL, posix.strerror(errno.EINVAL))
        if callable(handler):
            heed(name)
        if number == interrupt and handler is _signal.default_int_handler:
            set_handler(number, _signal.SIG_DFL)  # the host's own, which interrupts all interpreters
        else:
            set_handler(number, handler)
            if callable(handler):
                handled(name)
            elif number == interrupt and handler == _signal.SIG_DFL:
                ends(name)
        own[number] = handler
        return before

    def name_of(number):
        every = ((name, value) for name, value in vars(_signal).items() if name[:3] == "SIG" and name[3:4] != "_")
        return next((name[3:] for name, value in every if value == number), None)

    def set_wakeup_fd(fd, /, *, warn_on_full_buffer=True):
        """Have the number of each handled signal written to fd as a byte, by the host; return the old fd, or -1."""
        nonlocal wakeup_fd
        before, wakeup_fd = wakeup_fd, index(fd)
        wakeup(wakeup_fd)
        return before

    def raise_signal(signalnum, /):
        """Send a signal to the executing process."""
        posix.kill(posix.getpid(), index(signalnum))  # Java would refuse one that is ignored

    for function in (getsignal, signal, set_wakeup_fd, raise_signal):
        setattr(_signal, function.__name__, function)


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
            except InterruptedError:
                pass

    return _like(call, repeated)


def _select_again(call):
    def repeated(rlist, wlist, xlist, timeout=None, /):
        end = None if timeout is None else time.monotonic() + timeout
        while True:
            try:
                return call(rlist, wlist, xlist, timeout)
            except InterruptedError:
                if end is not None:
                    timeout = max(0, end - time.monotonic())

    return _like(call, repeated)


def install(heed, handled, ends, wakeup):
    """Takes the functions of PythonSignals."""
    _set_handlers(heed, handled, ends, wakeup)
    select.select = _select_again(select.select)
    fcntl.flock = _again(fcntl.flock)
    fcntl.lockf = _again(fcntl.lockf)


install
