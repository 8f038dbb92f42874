# SPDX-License-Identifier: Apache-2.0
"""From the text of a cell to code objects: the statements, and apart from them the last expression.

GraalPy does not compile ``await`` outside of functions: a cell with one becomes an async function whose names are global.
"""

import __future__

import ast
import re

from .._classes.scopes import bound_by, inner
from ._magics import rewritten

__all__ = ["Compiler"]

_FEATURES = 0
for _name in __future__.all_feature_names:
    _FEATURES |= getattr(__future__, _name).compiler_flag

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_CELL = "__cell__"


# Of asyncio: they want to be called where a loop runs.
_IN_LOOP = ("create_task", "ensure_future", "get_running_loop")
_MAY_AWAIT = re.compile("|".join(("await", "async", *_IN_LOOP)))


def _is_silenced(code, last):
    """Whether a semicolon is behind the last statement."""
    line = code.split("\n")[last.end_lineno - 1]
    return line[last.end_col_offset :].lstrip().startswith(";")  # GraalPy counts characters, not bytes


def _same_scope(nodes):
    """The nodes of the cell's own scope."""
    todo = list(nodes)
    while todo:
        node = todo.pop()
        yield node
        if not isinstance(node, _SCOPES):
            todo.extend(ast.iter_child_nodes(node))


def _awaits(node):
    if isinstance(node, (ast.Await, ast.AsyncFor, ast.AsyncWith)):
        return True
    if isinstance(node, ast.Call):
        return _needs_loop(node.func)
    return isinstance(node, ast.comprehension) and node.is_async


def _needs_loop(function):
    if isinstance(function, ast.Attribute):
        return function.attr in _IN_LOOP and isinstance(function.value, ast.Name) and function.value.id == "asyncio"
    return isinstance(function, ast.Name) and function.id in _IN_LOOP


def _bindings(nodes):
    """The names that the cell gives a meaning; targets of comprehensions are their own."""
    names, todo = set(), list(nodes)
    while todo:
        node = todo.pop()
        names.update(name for name in bound_by(node) if name is not None)
        todo.extend(inner(node))
    return sorted(names)


def _assignment(statement):
    """A global name cannot be annotated in a function."""
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name) and statement.value is not None:
        return ast.copy_location(ast.Assign([statement.target], statement.value), statement)
    return statement


def _as_function(body, last):
    names = _bindings([*body, *([] if last is None else [last])])
    statements = [ast.Global(names)] if names else []
    statements += map(_assignment, body)
    if last is not None:
        statements.append(ast.copy_location(ast.Return(last), last))
    function = ast.parse(f"async def {_CELL}(): pass").body[0]
    function.body = statements
    return ast.fix_missing_locations(ast.Module([function], []))


class Compiler:
    """Compiles one cell after the other; what a cell imports from ``__future__`` holds for those after it."""

    def __init__(self):
        self._flags = 0

    def _compile(self, what, file, mode, more=0):
        code = compile(what, file, mode, self._flags | more, dont_inherit=True)
        if not more:
            self._flags |= code.co_flags & _FEATURES
        return code

    def compile(self, code, file):
        """(statements, expression at the end, name of a function to await then), None for what there is not."""
        if "\n" not in code.strip() and not _MAY_AWAIT.search(code):
            above = "\n" * code[: len(code) - len(code.lstrip())].count("\n")
            try:
                return None, self._compile(above + code.strip(), file, "eval"), None
            except SyntaxError:
                pass
        body, last = self._parsed(code, file)
        if any(map(_awaits, _same_scope([*body, *([] if last is None else [last])]))):
            return self._compile(_as_function(body, last), file, "exec"), None, _CELL
        statements = self._compile(ast.Module(body, []), file, "exec") if body else None
        return statements, None if last is None else self._compile(ast.Expression(last), file, "eval"), None

    def _parsed(self, code, file):
        """The statements of a cell, and the expression at its end, None where there is none."""
        try:
            body = self._compile(code, file, "exec", ast.PyCF_ONLY_AST).body
        except SyntaxError:
            other = rewritten(code)
            if other == code:
                raise
            body = self._compile(other, file, "exec", ast.PyCF_ONLY_AST).body
            code = other
        if body and isinstance(body[-1], ast.Expr) and not _is_silenced(code, body[-1]):
            return body[:-1], body[-1].value
        return body, None
