# SPDX-License-Identifier: Apache-2.0
"""What PythonHost asks of one of its interpreters."""

import os
import sys

_HERE = "<embed>"
_KINDS = (
    (bool, "bool"),
    (int, "int"),
    (float, "float"),
    (str, "str"),
    ((bytes, bytearray), "bytes"),
    (list, "list"),
    (tuple, "tuple"),
    (dict, "dict"),
    ((set, frozenset), "set"),
)


class _Host:
    def evaluate(self, text, modules):
        main = sys.modules["__main__"].__dict__
        for name in modules:
            if name in text and name not in main:
                main[name] = __import__(name)
        try:
            code = compile(text, "<eval>", "eval", dont_inherit=True)
        except SyntaxError:
            exec(compile(text, "<eval>", "exec", dont_inherit=True), main)
            return None
        return eval(code, main)

    def run(self, path, arguments):
        from importlib.machinery import SourceFileLoader

        main = sys.modules["__main__"]
        main.__file__ = path
        main.__loader__ = SourceFileLoader("__main__", path)
        sys.modules[os.path.splitext(os.path.basename(path))[0]] = main
        sys.argv[:] = [path, *arguments]
        self.add_folder(os.path.dirname(path))
        with open(path, "rb") as file:
            code = compile(file.read(), path, "exec", dont_inherit=True)
        try:
            exec(code, main.__dict__)
        except SystemExit as exit:
            if exit.code not in (None, 0):
                raise

    def add_folder(self, folder):
        if folder not in sys.path:
            sys.path.insert(0, folder)

    def kind(self, value):
        """What the value is for Java: the name of a plain kind, '' for None, 'shared', 'by value', or its type in brackets."""
        if value is None:
            return ""
        native = sys.modules.get("shared_objects._native")
        if native is not None and native.is_shared(value):
            return "shared"
        for types, name in _KINDS:
            if isinstance(value, types):
                return name
        from shared_objects._by_value import take_apart

        return f"<{type(value).__qualname__}>" if take_apart(value) is None else "by value"

    def box(self, value):
        """A shared list of the value."""
        return sys.modules["shared_objects._native"].share([value])

    def offset(self, value):
        return sys.modules["shared_objects._native"].identity(value)

    def describe(self, error):
        """Type, message and traceback text of an exception."""
        import traceback

        frames = error.__traceback__
        while frames is not None and frames.tb_frame.f_code.co_filename == _HERE:
            frames = frames.tb_next
        text = "".join(traceback.format_exception(type(error), error, frames))
        return type(error).__qualname__, str(error), text


_Host()
