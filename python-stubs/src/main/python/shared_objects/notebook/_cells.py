# SPDX-License-Identifier: Apache-2.0
"""Runs the cells of a notebook in this interpreter, in ``__main__``. The host calls ``start``."""

import builtins
import json
import linecache
import math
import sys

from . import _display
from ._compiling import Compiler
from ._errors import UsageError, described
from ._formatting import bundle, plain
from ._ipython import IPythonFinder
from ._magics import Magics, is_magic, split, told
from ._streams import Asking, GetpassFinder, Stream, wait_while_behind

__all__ = ["start"]


def _without_nan(content):
    """JSON has no NaN and no infinities: null stands for them."""
    if isinstance(content, float):
        return content if math.isfinite(content) else None
    if isinstance(content, dict):
        return {key: _without_nan(value) for key, value in content.items()}
    return [_without_nan(value) for value in content] if isinstance(content, (list, tuple)) else content


def _of_python(value):
    """What was shown as JavaScript shows it, as Python has it."""
    javascript = sys.modules.get(f"{__package__}._javascript")
    return value.value if javascript is not None and isinstance(value, javascript.Shown) else value


class _Exit:
    """``exit`` and ``quit``: ask whoever shows the notebook to end it."""

    def __init__(self, name, payload):
        self._name = name
        self._payload = payload

    def __repr__(self):
        return f"Use {self._name}() to end the notebook's interpreter"

    def __call__(self, keep_kernel=False):
        self._payload.append({"source": "ask_exit", "keepkernel": bool(keep_kernel)})


class Cells:
    """The state of a notebook: its namespace, its event loop, what it shows."""

    def __init__(self, host, shows_results):
        self.namespace = sys.modules["__main__"].__dict__
        self.host = host
        self._shows_results = shows_results
        self._asking = Asking(host)
        self._payload = []
        self._compiler = Compiler()
        self._loop = None
        self._count = 0
        self._last = None

    def install(self):
        """Take the place of what a program in a terminal has."""
        import shared_objects

        _display.connect(self.publish)
        builtins.input = self._asking.input
        sys.meta_path.insert(0, GetpassFinder(self._asking.getpass))
        sys.meta_path.append(IPythonFinder())
        self.namespace.update(
            so=shared_objects,
            display=_display.display,
            exit=_Exit("exit", self._payload),
            quit=_Exit("quit", self._payload),
            __help__=self._help,
        )
        self._magics = Magics(self)
        self.namespace.update(__magic__=self._magics.line, __shell__=self._magics.shell)

    def publish(self, kind, content):
        """Send a message about the running cell to the page."""
        try:
            text = json.dumps(content, allow_nan=False, ensure_ascii=False)
        except ValueError:
            text = json.dumps(_without_nan(content), ensure_ascii=False)
        wait_while_behind(self.host.behind)
        self.host.publish(kind, text)

    def execute(self, code, number, silent, store, allow_stdin, expressions):
        """Run a cell. Return whether it ended well, the content of the reply, and the text of its value or error."""
        self._asking.allowed = allow_stdin
        self._payload.clear()
        self._last = None
        try:
            try:
                value = self.run(code, self._file(number, store))
                if not silent and value is not None:
                    self._show(value, number)
                results = {} if expressions == "{}" else self._evaluate(json.loads(expressions))
                sys.stdout.flush()
                wait_while_behind(self.host.behind)
            finally:
                self.host.ended()
        except BaseException as error:
            return (False, *self._failed(error, number, silent))
        reply = {"status": "ok", "execution_count": number, "user_expressions": results, "payload": self._payload}
        return True, json.dumps(reply, ensure_ascii=False), self._last

    def fail(self, message, number, silent):
        """As ``execute`` for a cell that cannot be run."""
        return (False, *self._failed(UsageError(message), number, silent))

    def _file(self, number, store):
        self._count += 1
        return f"<cell {number}>" if store else f"<cell {number}-{self._count}>"

    def run(self, code, file):
        """Run the text of a cell and return the value of its last expression."""
        magic = split(code)
        if magic is not None:
            return self._magics.cell(*magic, file)
        return self.run_python(code, file)

    def run_python(self, code, file):
        """As ``run`` for a cell without a magic of its own."""
        linecache.cache[file] = (len(code), None, f"{code.rstrip()}\n".splitlines(True), file)
        statements, last, function = self._compiler.compile(code, file)
        if statements is not None:
            exec(statements, self.namespace)
        if function is not None:
            return self._awaited(self.namespace.pop(function)())
        return None if last is None else eval(last, self.namespace)

    def _awaited(self, coroutine):
        import asyncio

        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            asyncio.set_event_loop(self._loop)
        task = self._loop.create_task(coroutine)
        try:
            return self._loop.run_until_complete(task)
        except BaseException:
            if not task.done():
                task.cancel()
                self._loop.run_until_complete(asyncio.wait([task]))
            raise

    def _show(self, value, number):
        names = self.namespace
        names["___"], names["__"], names["_"] = names.get("__"), names.get("_"), _of_python(value)
        if not self._shows_results:
            self._last = plain(value)
            return
        show = None if isinstance(value, type) else getattr(type(value), "_ipython_display_", None)
        if show is not None:
            show(value)
            return
        data, metadata = bundle(value)
        self.publish("execute_result", {"execution_count": number, "data": data, "metadata": metadata})

    def _help(self, name, detail):
        from ._completion import look_up

        text = told(name) or look_up(name, len(name), detail, self.namespace)
        if text is None:
            raise UsageError(f"there is nothing to say about {name}")
        self._payload.append({"source": "page", "data": {"text/plain": text}, "start": 0})

    def _evaluate(self, expressions):
        results = {}
        for key, text in expressions.items():
            try:
                data, metadata = bundle(eval(compile(text, "<expression>", "eval", dont_inherit=True), self.namespace))
                results[key] = {"status": "ok", "data": data, "metadata": metadata}
            except Exception as error:
                results[key] = {"status": "error", **described(error)}
        return results

    def _failed(self, error, number, silent):
        what = described(error)
        if not silent and self._shows_results:
            self.publish("error", what)
        reply = {"status": "error", "execution_count": number, **what, "user_expressions": {}, "payload": []}
        return json.dumps(reply, ensure_ascii=False), "\n".join(what["traceback"])

    def complete(self, code, position):
        from ._completion import complete

        try:
            matches, start, end = complete(code, position, self.namespace)
        except KeyboardInterrupt:
            matches, start, end = [], position, position
        reply = {"status": "ok", "matches": matches, "cursor_start": start, "cursor_end": end, "metadata": {}}
        return json.dumps(reply)

    def inspect(self, code, position, detail):
        from ._completion import look_up

        try:
            text = look_up(code, position, detail, self.namespace)
        except KeyboardInterrupt:
            text = None
        data = {} if text is None else {"text/plain": text}
        return json.dumps({"status": "ok", "found": text is not None, "data": data, "metadata": {}})

    def is_complete(self, code):
        from ._completion import completeness

        status, indent = completeness(code, is_magic(code))
        reply = {"status": status}
        if status == "incomplete":
            reply["indent"] = indent
        return json.dumps(reply)


def start(host, shows_results):
    """Prepare this interpreter for cells. ``shows_results`` is false where another one shows what comes out."""
    cells = Cells(host, shows_results)
    if shows_results:
        for name in ("stdout", "stderr"):
            stream = Stream(name, host.write, host.behind)
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)
    cells.install()
    return cells
