# SPDX-License-Identifier: Apache-2.0
"""Lines and cells that begin with ``%``. Those that concern other interpreters are carried out by the host."""

import re
import sys
import time

from ._errors import UsageError
from ._shell import ShellMagics

__all__ = ["CELL_MAGICS", "LINE_MAGICS", "Magics", "is_magic", "rewritten", "split", "told"]

_CELL = re.compile(r"\s*%%(\S*)[ \t]*([^\n]*)(\n|\Z)")
_FIRST_LINE = re.compile(r"\s*#!(js|javascript)[ \t]*(\n|\Z)")
_TARGET = r"([ \t]*)((?:[^\W\d][\w.]*[ \t]*=[ \t]*)?)"
_LINE = re.compile(_TARGET + r"%(\w+)[ \t]*(.*)")
_SHELL = re.compile(_TARGET + r"!(.+)")
_HELP = re.compile(r"([ \t]*)(?:(\?\??)[ \t]*(%{0,2}[^\W\d][\w.]*)|(%{0,2}[^\W\d][\w.]*)(\?\??))[ \t]*")

LINE_MAGICS = {
    "cd": "go to a folder",
    "env": "variables of the environment: %env, %env NAME, %env NAME=VALUE",
    "gc": "release what nobody reaches, and say how much that was",
    "heap": "%heap NAME [SIZE] as the first line: go on with the heap of this name; %heap: say which it is",
    "lsmagic": "this list",
    "pwd": "the current folder",
    "run": "run a Python file with the notebook's names: %run FILE [ARGUMENT]...",
    "time": "run a statement and say how long it took",
    "timeit": "run a statement many times and say how long it takes: %timeit [-n LOOPS] [-r RUNS] STATEMENT",
    "tx": "which objects made transactions run again: %tx [reset]",
    "who": "the names that cells have defined",
    "whos": "the same with their types and values",
}
# What notebooks begin with, for IPython's sake; they go on.
_WITHOUT_EFFECT = {
    "autoreload": "modules are not loaded again by themselves; use importlib.reload",
    "config": "there is nothing of IPython to configure",
    "load_ext": "extensions are IPython's",
    "matplotlib": "display(figure) shows what has a _repr_png_ or _repr_svg_, and matplotlib is not connected",
    "reload_ext": "extensions are IPython's",
}
CELL_MAGICS = {
    "atomic": "run the cell as one transaction, all or nothing",
    "bash": "run the cell in the shell; so does !COMMAND as a line",
    "html": "show the cell as HTML; so do %%markdown, %%latex and %%svg",
    "javascript": "as %%js",
    "js": "run the cell in JavaScript, with the same shared objects; so does #!js as its first line",
    "latex": "show the cell as LaTeX",
    "markdown": "show the cell as Markdown",
    "sh": "as %%bash",
    "svg": "show the cell as SVG",
    "interp": "run the cell in another interpreter, which stays: %%interp N",
    "parallel": "run the cell in N new interpreters at once: %%parallel N",
    "time": "run the cell and say how long it took",
    "timeit": "run the cell many times and say how long it takes: %%timeit [-n LOOPS] [-r RUNS] [SETUP]",
    "writefile": "write the cell into a file: %%writefile [-a] FILE",
}


def split(code):
    """(name, arguments, body) of a cell with a magic, whose lines keep their numbers; None for one without."""
    found = _CELL.match(code) or _FIRST_LINE.match(code)
    if found is None:
        return None
    before = code.count("\n", 0, found.end())
    arguments = found[2].strip() if found.re is _CELL else ""
    return found[1], arguments, "\n" * before + code[found.end() :]


def is_magic(code):
    return split(code) is not None


def rewritten(code):
    """The code with calls in place of the lines that begin with ``%`` or ``!``, and of ``name?``."""

    def replaced(line):
        if found := _HELP.fullmatch(line):
            return f"{found[1]}__help__({found[3] or found[4]!r}, {len(found[2] or found[5]) - 1})"
        if found := _LINE.fullmatch(line):
            return f"{found[1]}{found[2]}__magic__({found[3]!r}, {found[4].strip()!r})"
        if found := _SHELL.fullmatch(line):
            return f"{found[1]}{found[2]}__shell__({found[3].strip()!r}, {bool(found[2])})"
        return line

    return "\n".join(map(replaced, code.split("\n")))


def told(name):
    """What a magic does; None for what is none."""
    magics = CELL_MAGICS if name.startswith("%%") else LINE_MAGICS
    return magics.get(name.lstrip("%")) if name.startswith("%") else None


def _unknown(mark, name):
    return UsageError(f"there is no magic {mark}{name}: %lsmagic lists those that there are")


def _span(seconds):
    for unit, size in (("s", 1), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


def _loops(arguments):
    """(loops or None, runs, the rest) of what is given to timeit."""
    given = {"n": None, "r": 7}
    while found := re.match(r"-([nr])\s*(\d+)\s*", arguments):
        given[found[1]] = int(found[2])
        arguments = arguments[found.end() :]
    if arguments.startswith("-"):
        raise UsageError(f"timeit has the options -n LOOPS and -r RUNS: {arguments.split()[0]}")
    if given["n"] == 0 or given["r"] == 0:
        raise UsageError("timeit needs at least one loop and one run")
    return given["n"], given["r"], arguments


class Magics(ShellMagics):
    """The magics of one interpreter."""

    def __init__(self, cells):
        super().__init__(cells.namespace)
        self._cells = cells

    def line(self, name, arguments):
        """Carry out a line ``%name arguments``; its value is what the line is worth."""
        if name in _WITHOUT_EFFECT:
            print(f"%{name} has no effect: {_WITHOUT_EFFECT[name]}", file=sys.stderr)
            return None
        if name not in LINE_MAGICS:
            raise _unknown("%", name)
        return getattr(self, f"_{name}")(arguments)

    def cell(self, name, arguments, body, file):
        """Carry out a cell ``%%name arguments``."""
        if name not in CELL_MAGICS:
            raise _unknown("%%", name)
        if name in ("interp", "parallel"):
            raise UsageError(f"%%{name} must be the first line of a cell")
        return getattr(self, f"_cell_{name}")(arguments, body, file)

    def _lsmagic(self, arguments):
        for mark, magics in (("%", LINE_MAGICS), ("%%", CELL_MAGICS)):
            for name, meaning in magics.items():
                print(f"{mark + name:12} {meaning}")

    def _heap(self, arguments):
        if arguments:
            raise UsageError("%heap NAME must be the first line of a cell: a new interpreter takes over there")
        import shared_objects

        print(shared_objects.heap)

    def _gc(self, arguments):
        import shared_objects

        released = shared_objects.gc.collect()
        print(f"released: {released:,} bytes; in use: {shared_objects.stats()['allocated_bytes']:,} bytes")

    def _tx(self, arguments):
        import shared_objects

        if arguments not in ("", "reset"):
            raise UsageError("%tx has one argument only, reset")
        print(shared_objects.explain_conflicts(reset=arguments == "reset"))

    def _timed(self, run):
        wall, processor = time.perf_counter(), time.process_time()
        try:
            return run()
        finally:
            wall, processor = time.perf_counter() - wall, time.process_time() - processor
            print(f"took {_span(wall)}, {_span(processor)} of all processors")

    def _time(self, arguments):
        return self._timed(lambda: self._cells.run_python(arguments, "<time>"))

    def _cell_time(self, arguments, body, file):
        if arguments:
            raise UsageError("%%time times the lines below it: there is nothing to say behind it")
        return self._timed(lambda: self._cells.run(body, file))

    def _cell_atomic(self, arguments, body, file):
        if arguments:
            raise UsageError("%%atomic runs the lines below it: there is nothing to say behind it")
        if is_magic(body):
            raise UsageError("%%atomic runs Python; in JavaScript there is so.atomically(() => ...)")
        import shared_objects

        return shared_objects.atomically(self._cells.run_python, body, file)

    def _cell_js(self, arguments, body, file):
        if arguments:
            raise UsageError("%%js runs the lines below it: there is nothing to say behind it")
        from ._javascript import run

        return run(self._cells.host, body, file)

    _cell_javascript = _cell_js

    def _cell_html(self, arguments, body, file):
        self._show("HTML", body)

    def _cell_latex(self, arguments, body, file):
        self._show("Latex", body)

    def _cell_markdown(self, arguments, body, file):
        self._show("Markdown", body)

    def _cell_svg(self, arguments, body, file):
        self._show("SVG", body)

    def _show(self, kind, body):
        from . import _display

        _display.display(getattr(_display, kind)(body.strip("\n")))

    def _timeit(self, arguments):
        loops, runs, statement = _loops(arguments)
        return self._measure(statement, "pass", loops, runs)

    def _cell_timeit(self, arguments, body, file):
        loops, runs, setup = _loops(arguments)
        return self._measure(body, setup or "pass", loops, runs)

    def _measure(self, statement, setup, loops, runs):
        import statistics
        import timeit

        timer = timeit.Timer(statement.strip("\n"), setup, globals=self._cells.namespace)
        if loops is None:
            loops, _ = timer.autorange()
        each = [seconds / loops for seconds in timer.repeat(runs, loops)]
        spread = statistics.pstdev(each)
        print(
            f"{_span(statistics.mean(each))} ± {_span(spread)} a loop, best {_span(min(each))} "
            f"({runs} runs of {loops:,} loops)"
        )
