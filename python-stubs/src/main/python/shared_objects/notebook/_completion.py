# SPDX-License-Identifier: Apache-2.0
"""What could come next at the cursor, what is known of the name there, and whether a cell is complete."""

import ast
import builtins
import inspect
import keyword
import re

from ._magics import CELL_MAGICS, LINE_MAGICS, rewritten

__all__ = ["complete", "completeness", "look_up"]

_PATH = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*\.?\Z|\Z")
_KEY = re.compile(r"([^\W\d]\w*(?:\.[^\W\d]\w*)*)\[(['\"])([^'\"\]]*)\Z")
_MAGIC = re.compile(r"^[ \t]*(%{1,2})(\w*)\Z", re.MULTILINE)
_IMPORT = re.compile(r"^[ \t]*(?:import|from)[ \t]+([\w.]*)\Z", re.MULTILINE)
_FROM = re.compile(r"^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]+(?:[\w, \t]*[, \t])?(\w*)\Z", re.MULTILINE)
_MISSING = object()


def _value(path, namespace):
    """What a dotted name stands for, without calling anything but attribute lookup."""
    first, *rest = path.split(".")
    value = namespace.get(first, getattr(builtins, first, _MISSING))
    for name in rest:
        value = getattr(value, name, _MISSING)
        if value is _MISSING:
            break
    return value


def _starting(names, prefix):
    """Public names first; private ones only when they are asked for."""
    found = {name for name in names if isinstance(name, str) and name.startswith(prefix)}
    if not prefix.startswith("_"):
        found = {name for name in found if not name.startswith("_")}
    return sorted(found, key=lambda name: (name.startswith("_"), name))


def _modules(prefix):
    import pkgutil
    import sys

    parent, _, start = prefix.rpartition(".")
    if not parent:
        found = {module.name for module in pkgutil.iter_modules()} | set(sys.builtin_module_names)
        return _starting(found, start), len(start)
    package = sys.modules.get(parent)
    found = {module.name for module in pkgutil.iter_modules(getattr(package, "__path__", []))}
    return _starting(found, start), len(start)


def _of_module(name, prefix):
    import importlib

    try:
        module = importlib.import_module(name)
    except Exception:
        return []
    return _starting(dir(module), prefix)


def _keys(path, prefix, namespace):
    value = _value(path, namespace)
    return _starting(list(value), prefix) if isinstance(value, dict) else []


def _names(prefix, namespace):
    return _starting({*namespace, *dir(builtins), *keyword.kwlist}, prefix)


def _candidates(before, namespace):
    """(matches, how many characters before the cursor they replace)."""
    if found := _MAGIC.search(before):
        magics = [f"%%{name}" for name in CELL_MAGICS] if found[1] == "%%" else [f"%{name}" for name in LINE_MAGICS]
        start = found[1] + found[2]
        return [name for name in magics if name.startswith(start)], len(start)
    if found := _FROM.search(before):
        return _of_module(found[1], found[2]), len(found[2])
    if found := _IMPORT.search(before):
        return _modules(found[1])
    if found := _KEY.search(before):
        return _keys(found[1], found[3], namespace), len(found[3])
    path, dot, start = _PATH.search(before)[0].rpartition(".")
    if not dot:
        return (_names(start, namespace) if start else []), len(start)
    value = _value(path, namespace)
    return ([] if value is _MISSING else _starting(dir(value), start)), len(start)


def _within(code, position):
    return max(0, min(position, len(code)))


def complete(code, position, namespace):
    """(matches, start, end): what could stand between start and end."""
    position = _within(code, position)
    try:
        matches, length = _candidates(code[:position], namespace)
    except Exception:
        return [], position, position
    return matches, position - length, position


def _name_at(code, position):
    """The dotted name at the cursor, or the function whose arguments it is in."""
    start = end = position
    while end < len(code) and (code[end].isalnum() or code[end] == "_"):
        end += 1
    while start > 0 and (code[start - 1].isalnum() or code[start - 1] in "_."):
        start -= 1
    name = code[start:end].strip(".")
    if name and not name[0].isdigit():
        return name
    opened = code.rfind("(", 0, position)
    return _name_at(code, opened) if opened > 0 else None


def _signature(name, value):
    try:
        return f"{name}{inspect.signature(value)}"
    except (TypeError, ValueError):
        return None


def look_up(code, position, detail, namespace):
    """A text about the name at the cursor, None if it is not known; with ``detail`` its source."""
    name = _name_at(code, _within(code, position))
    value = _MISSING if name is None else _value(name, namespace)
    if value is _MISSING:
        return None
    parts = [("Signature", _signature(name, value) if callable(value) else None)]
    parts.append(("Type", type(value).__name__))
    if not callable(value) and not inspect.ismodule(value):
        text = repr(value)
        parts.append(("Value", text if len(text) <= 200 else text[:200] + "..."))
    parts.append(("Docstring", inspect.getdoc(value)))
    if detail:
        parts.append(("Source", _source(value)))
    return "\n".join(f"{label}: {text}" if "\n" not in text else f"{label}:\n{text}" for label, text in parts if text)


def _source(value):
    try:
        return inspect.getsource(value)
    except (OSError, TypeError):
        return None


def _indent(code):
    last = code.rstrip("\n").rsplit("\n", 1)[-1]
    indent = last[: len(last) - len(last.lstrip())]
    return indent + "    " if last.rstrip().endswith(":") else indent


def _parses(code):
    try:
        ast.parse(code)
    except (SyntaxError, OverflowError, ValueError):
        return False
    return True


_TOKEN = re.compile(r"#[^\n]*|\"\"\"|\'\'\'|[\"']|\\\\.|[()\[\]{}]|\n", re.DOTALL)


def _is_open(code):
    """Whether a bracket or a long string is still open at the end."""
    depth, quote = 0, None
    for token in _TOKEN.findall(code):
        if quote is not None:
            if token == quote or token == "\n" and len(quote) == 1:
                quote = None
        elif token[0] in "\"'":
            quote = token
        elif token in "([{":
            depth += 1
        elif token in ")]}":
            depth -= 1
    return depth > 0 or quote is not None and len(quote) == 3


def _goes_on(code):
    """Whether more lines could make it a whole statement; GraalPy's codeop does not tell."""
    if _is_open(code) or code.endswith("\\\n") or code.endswith("\\"):
        return True
    body = code.rstrip() + "\n" + _indent(code)
    return any(map(_parses, (f"{body}pass", f"{body}def f(): pass", f"{code.rstrip()}\nfinally: pass")))


def completeness(code, is_cell_magic):
    """("complete" | "incomplete" | "invalid", indent of the next line)."""
    lines = code.split("\n")
    if is_cell_magic:
        return ("complete" if not lines[-1].strip() else "incomplete"), ""
    if not _parses(code):
        code = rewritten(code)
    if _parses(code):
        open_block = len(lines) > 1 and lines[-1].strip() and lines[-1][0] in " \t"
        return ("incomplete", _indent(code)) if open_block else ("complete", "")
    return ("incomplete", _indent(code)) if _goes_on(code) else ("invalid", "")
