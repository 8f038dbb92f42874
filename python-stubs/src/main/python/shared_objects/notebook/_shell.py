# SPDX-License-Identifier: Apache-2.0
"""Magics for what lies outside of the notebook: commands, files, variables of the environment."""

import os
import re
import sys

from ._errors import UsageError

__all__ = ["ShellMagics"]

_EXPRESSION = re.compile(r"\{([^\W\d][^{}]*)\}")


def _with_values(command, namespace):
    """The command with values in place of ``{expression}``; what cannot be evaluated stays, it may be the shell's."""

    def value(found):
        try:
            return str(eval(found[1], namespace))
        except Exception:
            return found[0]

    return _EXPRESSION.sub(value, command)


def _run(command, take):
    """Run a command of the shell, give its output away line by line, and return its status."""
    import subprocess

    process = subprocess.Popen(
        ["/bin/sh", "-c", command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    try:
        for line in process.stdout:
            take(line)
        return process.wait()
    except BaseException:
        process.kill()
        process.wait()
        raise
    finally:
        process.stdout.close()


def _existing(path, what):
    if not path:
        raise UsageError(f"{what}: say which")
    path = os.path.expanduser(path)
    if not os.path.exists(path):
        raise UsageError(f"{what}: there is no {path}")
    return path


class ShellMagics:
    """Those of ``Magics`` that need the notebook's namespace only."""

    def __init__(self, namespace):
        self._namespace = namespace
        self._known = set(namespace)

    def shell(self, command, returned=False):
        """``!command``, and ``name = !command``, which gives the lines."""
        lines = []
        take = (lambda line: lines.append(line.rstrip("\n"))) if returned else sys.stdout.write
        self._namespace["_exit_code"] = _run(_with_values(command, self._namespace), take)
        return lines if returned else None

    def _cell_bash(self, arguments, body, file):
        self.shell(body)

    _cell_sh = _cell_bash

    def _cell_writefile(self, arguments, body, file):
        appends = arguments.startswith("-a ")
        path = os.path.expanduser(arguments[3:].strip() if appends else arguments)
        if not path:
            raise UsageError("%%writefile [-a] FILE writes the lines below it into a file")
        with open(path, "a" if appends else "w", encoding="utf-8") as written:
            written.write(body.lstrip("\n") + "\n")
        print(f"wrote {path}")

    def _cd(self, arguments):
        os.chdir(_existing(arguments or "~", "%cd"))
        print(os.getcwd())

    def _pwd(self, arguments):
        return os.getcwd()

    def _env(self, arguments):
        if not arguments:
            return dict(os.environ)
        name, given, value = re.fullmatch(r"([^=\s]+)(\s*=\s*|\s+)?(.*)", arguments).groups()
        if given is None:
            if name not in os.environ:
                raise UsageError(f"%env: there is no {name}")
            return os.environ[name]
        os.environ[name] = _with_values(value, self._namespace)
        print(f"env: {name}={os.environ[name]}")

    def _run(self, arguments):
        import shlex
        import tokenize

        path, *words = shlex.split(arguments) or [""]
        path = _existing(path, "%run")
        with tokenize.open(path) as opened:
            code = compile(opened.read(), path, "exec", dont_inherit=True)
        before, sys.argv = sys.argv, [path, *words]
        try:
            exec(code, self._namespace)
        finally:
            sys.argv = before

    def _names(self):
        return sorted(name for name in self._namespace if name not in self._known and not name.startswith("_"))

    def _who(self, arguments):
        print("  ".join(self._names()) or "nothing is defined")

    def _whos(self, arguments):
        for name in self._names():
            value = self._namespace[name]
            text = repr(value).replace("\n", " ")
            print(f"{name:16} {type(value).__name__:12} {text if len(text) <= 60 else text[:60] + '…'}")
