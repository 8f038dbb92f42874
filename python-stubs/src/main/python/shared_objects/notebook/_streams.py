# SPDX-License-Identifier: Apache-2.0
"""Standard output and error of a notebook, and what its user is asked."""

import io
import sys
import time

__all__ = ["Asking", "GetpassFinder", "Stream", "wait_while_behind"]

_PAUSE = 0.02


class StdinNotImplementedError(NotImplementedError):
    """The page cannot be asked for input."""


def wait_while_behind(behind):
    """Wait until most of what was written is on its way: pages drop what comes too fast."""
    while behind():
        time.sleep(_PAUSE)


class _Bytes(io.RawIOBase):
    """Takes what is written to ``sys.stdout.buffer``."""

    def __init__(self, fd, write_text):
        import codecs

        self._fd = fd
        self._write_text = write_text
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def writable(self):
        return True

    def fileno(self):
        return self._fd

    def write(self, data):
        data = bytes(data)
        text = self._decoder.decode(data)
        if text:
            self._write_text(text)
        return len(data)


class Stream(io.TextIOWrapper):
    """Hands each text on at once; the host puts them together."""

    def __init__(self, name, write, behind):
        self._host_write = write
        self._behind = behind
        super().__init__(_Bytes(1 if name == "stdout" else 2, self._send), encoding="utf-8", errors="replace")
        self.mode = "w"
        self._name = name

    @property
    def name(self):
        return f"<{self._name}>"

    def _send(self, text):
        if self._host_write(self._name, text):
            wait_while_behind(self._behind)

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if self.closed:
            raise ValueError("I/O operation on closed file.")
        if text:
            self._send(text)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        pass


class Asking:
    """``input`` and ``getpass`` for the page."""

    def __init__(self, host):
        self._host = host
        self.allowed = False

    def _wait(self, prompt, secret):
        if not self.allowed:
            raise StdinNotImplementedError("input() was called, but this frontend does not support input requests")
        question = self._host.ask(prompt, secret)
        if question is None:
            raise EOFError("no cell is running that could ask")
        try:
            while (answer := self._host.answer(question)) is None:
                pass
        finally:
            self._host.drop(question)
        if answer is False:
            raise EOFError("the cell that asked has ended")
        return str(answer)

    def input(self, prompt="", /):
        """Ask the notebook's user for a line, and return it without the end of the line."""
        return self._wait(str(prompt), False)

    def getpass(self, prompt="Password: ", stream=None):
        """Ask the notebook's user for a secret, which is not shown."""
        return self._wait(str(prompt), True)


class GetpassFinder:
    """Lets the module getpass, once somebody imports it, ask the page. It must not import termios for a terminal that is not there."""

    def __init__(self, getpass):
        self._getpass = getpass

    def find_spec(self, name, path=None, target=None):
        if name != "getpass":
            return None
        sys.meta_path.remove(self)
        from importlib.machinery import PathFinder

        spec = PathFinder.find_spec(name)
        if spec is not None:
            execute = spec.loader.exec_module
            spec.loader.exec_module = lambda module: self._execute(execute, module)
        return spec

    def _execute(self, execute, module):
        missing = "termios" not in sys.modules
        if missing:
            sys.modules["termios"] = None
        try:
            execute(module)
        finally:
            if missing:
                del sys.modules["termios"]
        module.getpass = self._getpass
