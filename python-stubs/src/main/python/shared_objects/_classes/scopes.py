# SPDX-License-Identifier: Apache-2.0
"""Which outer names a piece of source reads, and when."""

import ast

__all__ = ["Names", "bound_by", "inner", "read_at_once", "statement_of"]

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def bound_by(node):
    """The names that this node itself binds in its scope."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            return [name]
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return [node.name]
        case ast.Import() | ast.ImportFrom():
            return [alias.asname or alias.name.partition(".")[0] for alias in node.names]
        case ast.ExceptHandler() | ast.MatchAs() | ast.MatchStar():
            return [node.name]
        case ast.MatchMapping():
            return [node.rest]
    return []


def inner(node):
    """The child nodes that belong to the same scope."""
    if isinstance(node, (*_FUNCTIONS, ast.ClassDef, ast.Lambda)):
        return []
    if isinstance(node, _COMPREHENSIONS):
        return [walrus.target for walrus in ast.walk(node) if isinstance(walrus, ast.NamedExpr)]
    return ast.iter_child_nodes(node)


def _bindings(nodes):
    bound, outer, todo = set(), set(), list(nodes)
    while todo:
        node = todo.pop()
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            outer.update(node.names)
        bound.update(bound_by(node))
        todo.extend(inner(node))
    return bound - outer


def _parameters(arguments):
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    return [parameter for parameter in every if parameter is not None]


class Names(ast.NodeVisitor):
    """Outer names read by a statement.

    ``eager``: read when the statement runs; ``deferred``: read by function bodies, name -> function it was met in;
    ``soft``: read by annotations only.
    """

    def __init__(self, statement):
        self.eager = set()
        self.deferred = {}
        self.soft = set()
        self._scopes = []
        self._function = None
        self.visit(statement)

    def visit_Name(self, node):
        if isinstance(node.ctx, ast.Store) or self._is_bound(node.id):
            return
        if self._function is None:
            self.eager.add(node.id)
        else:
            self.deferred.setdefault(node.id, self._function)

    def _is_bound(self, name):
        return any(
            name in names for depth, (names, of_class) in enumerate(reversed(self._scopes)) if not of_class or depth == 0
        )

    def _visit_in(self, names, of_class, nodes):
        self._scopes.append((names, of_class))
        for node in nodes:
            self.visit(node)
        self._scopes.pop()

    def _visit_all(self, nodes):
        for node in nodes:
            if node is not None:
                self.visit(node)

    def _annotation(self, node):
        if node is not None:
            self.soft.update(name.id for name in ast.walk(node) if isinstance(name, ast.Name))

    def _visit_body(self, name, arguments, body):
        before = self._function
        self._function = before or name
        parameters = {parameter.arg for parameter in _parameters(arguments)}
        self._visit_in(parameters | _bindings(body) | {"__class__"}, False, body)
        self._function = before

    def visit_FunctionDef(self, node):
        self._visit_all([*node.decorator_list, *node.args.defaults, *node.args.kw_defaults])
        for parameter in _parameters(node.args):
            self._annotation(parameter.annotation)
        self._annotation(node.returns)
        self._visit_body(node.name, node.args, node.body)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node):
        self._visit_all([*node.args.defaults, *node.args.kw_defaults])
        self._visit_body("<lambda>", node.args, [node.body])

    def visit_ClassDef(self, node):
        parameters = {parameter.name for parameter in getattr(node, "type_params", ())}
        self._visit_all(node.decorator_list)
        self._visit_in(parameters, False, [*node.bases, *node.keywords])
        self._scopes.append((parameters, False))
        self._visit_in(_bindings(node.body) | {"__module__", "__qualname__"}, True, node.body)
        self._scopes.pop()

    def visit_AnnAssign(self, node):
        self._annotation(node.annotation)
        self._visit_all([node.target, node.value])

    def _visit_comprehension(self, node):
        targets = _bindings(generator.target for generator in node.generators)
        self._visit_in(targets, False, ast.iter_child_nodes(node))

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _visit_comprehension


def statement_of(text):
    """The statement that a stored text consists of."""
    node = ast.parse(text).body[0]
    return node.body[0] if isinstance(node, ast.If) else node


def read_at_once(texts, names):
    """The names that are read when these texts run, and those that are read when the code of such names is called."""
    found, pending = set(), set()
    for text in texts:
        pending |= Names(statement_of(text)).eager
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            kind, text, *_ = names.get(name, ("builtin", ""))
            if kind == "code":
                inside = Names(statement_of(text))
                pending |= inside.eager | set(inside.deferred)
    return found
