# SPDX-License-Identifier: Apache-2.0
import array
import ast
import builtins
import inspect
import pathlib
import unittest

import shared_objects as so

STUB = pathlib.Path(so.__file__).with_name("__init__.pyi")
NOT_STARRED = {"list", "dict", "set", "array", "bytearray", "copy"}


def stub_body():
    return ast.parse(STUB.read_text()).body


def stub_functions(body):
    functions = {}
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            functions.setdefault(node.name, []).append(node)
    return functions


def stub_parameters(function):
    """Name, kind and default of each parameter, in order."""
    arguments = function.args
    positional = arguments.posonlyargs + arguments.args
    defaults = [None] * (len(positional) - len(arguments.defaults)) + arguments.defaults
    kinds = ["POSITIONAL_ONLY"] * len(arguments.posonlyargs) + ["POSITIONAL_OR_KEYWORD"] * len(arguments.args)
    found = list(zip(positional, kinds, defaults))
    found += [(arguments.vararg, "VAR_POSITIONAL", None)]
    found += [(name, "KEYWORD_ONLY", default) for name, default in zip(arguments.kwonlyargs, arguments.kw_defaults)]
    found += [(arguments.kwarg, "VAR_KEYWORD", None)]
    return [
        (argument.arg, kind, default and ast.unparse(default)) for argument, kind, default in found if argument is not None
    ]


def runtime_parameters(function):
    return [
        (parameter.name, parameter.kind.name, None if parameter.default is parameter.empty else repr(parameter.default))
        for parameter in inspect.signature(function).parameters.values()
    ]


class Surface(unittest.TestCase):
    def test_star_import_gives_the_names_of_all_and_harms_no_builtin(self):
        namespace = {}
        exec("from shared_objects import *", namespace)
        self.assertFalse(NOT_STARRED & set(namespace))
        self.assertLessEqual(set(so.__all__), set(namespace))

    def test_all_names_of_the_first_version_are_there(self):
        for name in (
            "root heap heaps attach share copy is_shared list dict shared atomic atomically retry or_else after_commit "
            "in_transaction Queue Event barrier Barrier spawn current NotShareableError ConflictError HeapFullError "
            "HeapCorruptError DetachedError ClassConflictError"
        ).split():
            self.assertTrue(hasattr(so, name), name)

    def test_root_and_heap_can_only_be_read(self):
        for name in ("root", "heap"):
            with self.assertRaises(AttributeError):
                setattr(so, name, 1)
        self.assertIs(so.root, so.root)
        self.assertIs(so.heap.root, so.root)

    def test_errors_are_the_familiar_ones_too(self):
        self.assertTrue(issubclass(so.NotShareableError, TypeError))
        self.assertTrue(issubclass(so.HeapFullError, MemoryError))
        self.assertTrue(issubclass(so.DetachedError, RuntimeError))
        self.assertEqual("shared_objects", so.ConflictError.__module__)


class Stubs(unittest.TestCase):
    def test_all_of_the_stub_is_that_of_the_package(self):
        names = [node for node in stub_body() if isinstance(node, ast.Assign) and node.targets[0].id == "__all__"]
        self.assertEqual(sorted(so.__all__), sorted(ast.literal_eval(names[0].value)))

    def test_every_public_name_has_a_stub(self):
        described = {getattr(node, "name", None) for node in stub_body()}
        described |= {node.target.id for node in stub_body() if isinstance(node, ast.AnnAssign)}
        modules = [node for node in stub_body() if isinstance(node, ast.ImportFrom) and node.level == 1]
        described |= {alias.name for node in modules for alias in node.names}
        self.assertLessEqual(set(so.__all__) | NOT_STARRED, described)

    def test_every_stub_has_a_public_name(self):
        for node in stub_body():
            name = getattr(node, "name", "_")
            if not name.startswith("_"):
                self.assertTrue(hasattr(so, name), name)

    def assert_same_signature(self, where, stubs, function):
        self.assertEqual(stub_parameters(stubs[-1]), runtime_parameters(function), where)

    def test_signatures_of_functions_agree(self):
        for name, stubs in stub_functions(stub_body()).items():
            with self.subTest(name):
                if inspect.isfunction(getattr(so, name)):
                    self.assert_same_signature(name, stubs, getattr(so, name))

    def test_signatures_of_the_functions_of_gc_agree(self):
        body = ast.parse(STUB.with_name("gc.pyi").read_text()).body
        functions = stub_functions(body)
        self.assertEqual(set(so.gc.__all__), set(functions))
        for name, stubs in functions.items():
            with self.subTest(name):
                self.assert_same_signature(name, stubs, getattr(so.gc, name))

    def test_signatures_of_methods_agree(self):
        for node in stub_body():
            if not isinstance(node, ast.ClassDef) or node.name.startswith("_"):
                continue
            cls = getattr(so, node.name)
            for name, stubs in stub_functions(node.body).items():
                with self.subTest(f"{node.name}.{name}"):
                    member = inspect.getattr_static(cls, name)
                    if inspect.isfunction(member) and name != "__new__":
                        self.assert_same_signature(name, stubs, member)

    def test_methods_of_classes_agree(self):
        for node in stub_body():
            if isinstance(node, ast.ClassDef) and node.name in ("Heap", "Queue", "Event", "Barrier"):
                public = {name for name in vars(getattr(so, node.name)) if not name.startswith("_")}
                described = set(stub_functions(node.body))
                described |= {field.target.id for field in node.body if isinstance(field, ast.AnnAssign)}
                self.assertLessEqual(public, described, node.name)

    def test_py_typed_is_there(self):
        self.assertTrue(STUB.with_name("py.typed").exists())


class EveryMethodIsOverridden(unittest.TestCase):
    AS_THEY_ARE = {"__getattribute__", "__doc__", "__class__", "__hash__"}

    def missing(self, native, shared):
        return {name for name in vars(native) if vars(shared).get(name, vars(native)[name]) is vars(native)[name]}

    def test_of_list(self):
        self.assertLessEqual(self.missing(builtins.list, so.list), self.AS_THEY_ARE)

    def test_of_dict(self):
        self.assertLessEqual(self.missing(builtins.dict, so.dict), self.AS_THEY_ARE)

    def test_of_set(self):
        self.assertLessEqual(self.missing(builtins.set, so.set), self.AS_THEY_ARE)

    def test_of_array_and_bytearray(self):
        for native, shared in ((array.array, so.array), (builtins.bytearray, so.bytearray)):
            missing = {name for name in vars(native) if not hasattr(shared, name)}
            self.assertLessEqual(missing, {"__alloc__", "__buffer__", "__getnewargs__", "fromunicode", "tounicode"})

    def walk(self, native, shared, arguments):
        """Call every method of the native type unbound with a shared object: any outcome but a Java error is right."""
        for name in dir(native):
            if name in ("__init_subclass__", "__subclasshook__", "__class__", "__new__"):
                continue
            for extra in arguments:
                try:
                    getattr(native, name)(shared, *extra)
                except Exception as error:
                    self.assertTrue(type(error).__module__ in ("builtins", "shared_objects"), (name, error))

    def test_unbound_methods_of_list_end_with_ordinary_exceptions(self):
        self.walk(builtins.list, so.share([1, 2]), [(), (1,), ([1],), (0, 1)])

    def test_unbound_methods_of_dict_end_with_ordinary_exceptions(self):
        self.walk(builtins.dict, so.share({1: 2}), [(), (1,), ({1: 2},), (0, 1)])

    def test_unbound_methods_of_set_end_with_ordinary_exceptions(self):
        self.walk(builtins.set, so.share({1, 2}), [(), (1,), ({1, 2},), ([1],), (0, 1)])


if __name__ == "__main__":
    unittest.main()
