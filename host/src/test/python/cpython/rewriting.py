# SPDX-License-Identifier: Apache-2.0
"""Makes what the functions of a test build shared: displays, comprehensions, calls of types such as ``list`` and ``array.array``."""

import ast

__all__ = ["CLASS", "FORM", "TYPES", "rewritten"]

# Names in the rewritten module: a function that gives the shared form of a value, the shared types, a class decorator.
FORM, TYPES, CLASS = "_shared_form", "_shared_types", "_shared_class"

_DISPLAYS = {
    ast.List: "list", ast.ListComp: "list", ast.Dict: "dict", ast.DictComp: "dict", ast.Set: "set", ast.SetComp: "set", ast.Tuple: "tuple",
}  # fmt: skip


def _is_special(name):
    return name.startswith("__") and name.endswith("__")


def _is_dataclass(decorator):
    function = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(function, ast.Name) and function.id == "dataclass"


def _name(node):
    """The name of a builtin type or of ``array.array``, else None."""
    if isinstance(node, ast.Attribute):
        return "array" if node.attr == "array" and _name(node.value) == "array" else None
    return node.id if isinstance(node, ast.Name) else None


class _Rewriter(ast.NodeTransformer):
    def __init__(self, suite):
        self._kinds = suite.kinds
        self._classes = suite.classes
        self._dataclasses = suite.dataclasses
        self._functions = 0

    def _function(self, node):
        self._functions += 1
        try:
            return self.generic_visit(node)
        finally:
            self._functions -= 1

    visit_FunctionDef = visit_AsyncFunctionDef = visit_Lambda = _function

    def visit_ClassDef(self, node):
        node = self.generic_visit(node)
        if node.name in self._classes or self._dataclasses and any(map(_is_dataclass, node.decorator_list)):
            node.decorator_list.insert(0, ast.copy_location(ast.Name(CLASS, ast.Load()), node))
        return node

    def visit_Assign(self, node):
        """Not of ``__slots__`` and its like, which say something to Python itself."""
        names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        return node if any(map(_is_special, names)) else self.generic_visit(node)

    def _display(self, node):
        node = self.generic_visit(node)
        is_target = isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del))
        if not self._functions or is_target or _DISPLAYS[type(node)] not in self._kinds:
            return node
        return ast.copy_location(ast.Call(ast.Name(FORM, ast.Load()), [node], []), node)

    visit_List = visit_ListComp = visit_Dict = visit_DictComp = visit_Set = visit_SetComp = visit_Tuple = _display

    def _type(self, node):
        """The shared type for the name of a native one."""
        name = _name(node)
        if not self._functions or name not in self._kinds:
            return node
        return ast.copy_location(ast.Attribute(ast.Name(TYPES, ast.Load()), name, ast.Load()), node)

    def visit_Call(self, node):
        node = self.generic_visit(node)
        node.func = self._type(node.func)
        return node

    def visit_Attribute(self, node):
        node = self.generic_visit(node)
        if node.attr in ("fromkeys", "fromhex"):
            node.value = self._type(node.value)
        return node

    def visit_Subscript(self, node):
        """A tuple in brackets is the key of an access."""
        node.value = self.visit(node.value)
        node.slice = self.generic_visit(node.slice) if isinstance(node.slice, ast.Tuple) else self.visit(node.slice)
        return node

    def visit_ExceptHandler(self, node):
        """Without the types it names."""
        node.body = [self.visit(statement) for statement in node.body]
        return node


def rewritten(source, filename, suite):
    """Return the tree of a module whose functions build the shared forms of what the suite names."""
    return ast.fix_missing_locations(_Rewriter(suite).visit(ast.parse(source, filename)))
