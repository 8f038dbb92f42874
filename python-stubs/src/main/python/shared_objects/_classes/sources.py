# SPDX-License-Identifier: Apache-2.0
"""Finds the source of a class or function by its position in a file, ``-c``, standard input or the REPL."""

import __future__

import ast
import functools
import linecache

__all__ = ["Source", "compiled", "find_class", "find_statement"]

_INDENTED = "if 1:\n"


class Source:
    """A statement: its text, the line it starts at, its file, and its parsed form."""

    __slots__ = ("file", "is_dataclass", "line", "node", "text")

    def __init__(self, text, line, file, node):
        self.text = text
        self.line = line
        self.file = file
        self.node = node
        self.is_dataclass = False


class _Unit:
    """A parsed file: its classes by qualified name, and the statements that bind a name."""

    def __init__(self, text):
        self._tree = ast.parse(text)
        self.classes = {}
        for name, node in _classes(self._tree):
            self.classes.setdefault(name, []).append(node)

    @functools.cached_property
    def statements(self):
        found = {}
        for statement in ast.walk(self._tree):
            if isinstance(statement, ast.stmt):
                for name in _bound_names(statement):
                    found.setdefault(name, []).append(statement)
        return found


@functools.lru_cache(maxsize=8)
def _parse(text):
    return _Unit(text)


def _lines(file, module_globals):
    linecache.checkcache(file)
    return linecache.getlines(file, module_globals)


def _start(node):
    return min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", ()))])


def _classes(node, path=""):
    """Every class below the node with its qualified name."""
    for child in ast.iter_child_nodes(node):
        name = path + getattr(child, "name", "") if isinstance(getattr(child, "name", None), str) else path
        if isinstance(child, ast.ClassDef):
            yield name, child
            yield from _classes(child, name + ".")
        elif isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield from _classes(child, name + ".<locals>.")
        else:
            yield from _classes(child, path)


def _nearest(nodes, line):
    inside = [node for node in nodes if _start(node) <= line <= node.end_lineno]
    before = [node for node in nodes if _start(node) <= line]
    return next(reversed(inside or before or nodes), None)


def _source_of(node, lines, file, kept):
    """The text of a statement without the decorators that are not kept."""
    body = lines[node.lineno - 1 : node.end_lineno]
    indent = body[0][: len(body[0]) - len(body[0].lstrip())]
    decorators = [f"{indent}@{ast.unparse(decorator)}\n" for decorator in getattr(node, "decorator_list", ()) if kept(decorator)]
    text = "".join([_INDENTED if indent else "", *decorators, *body])
    return Source(text, node.lineno - len(decorators) - bool(indent), file, node)


def find_class(file, module_globals, qualified_name, line, kept):
    """Return the Source of a class, without the decorators that ``kept`` refuses; None if it cannot be found."""
    lines = _lines(file, module_globals)
    try:
        unit = _parse("".join(lines))
    except SyntaxError:
        return None
    node = _nearest(unit.classes.get(qualified_name, []), line)
    return None if node is None else _source_of(node, lines, file, kept)


def _bound_names(statement):
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [statement.name]
    targets = getattr(statement, "targets", [getattr(statement, "target", None)])
    return [target.id for target in targets if isinstance(target, ast.Name)]


def find_statement(file, module_globals, name, line):
    """Return the Source of the ``def``, ``class`` or assignment that gives a module this name; None if not found."""
    lines = _lines(file, module_globals)
    try:
        unit = _parse("".join(lines))
    except SyntaxError:
        return None
    node = _nearest(unit.statements.get(name, []), line)
    return None if node is None else _source_of(node, lines, file, lambda decorator: True)


def compiled(text, line, file):
    """Compile the text of a Source so that tracebacks show the lines of its file; annotations are not evaluated."""
    padding = "\n" * (line - 1)
    return compile(padding + text, file, "exec", flags=__future__.annotations.compiler_flag, dont_inherit=True)
