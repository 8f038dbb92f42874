# SPDX-License-Identifier: Apache-2.0
"""The description of a function call for another interpreter, and the import of the main script there."""

import os
import sys
import types

from .. import _native
from .naming import MAINS, describe, find, function_name

__all__ = ["function_of", "job_for", "prepare"]

_ADVICE = """
        An attempt has been made to start a new interpreter before the
        current one has finished its bootstrapping phase.

        This probably means that your main script starts interpreters
        and you have forgotten to use the proper idiom in it:

            if __name__ == '__main__':
                ...

        Code outside of that block runs again in every new interpreter."""

_importing = False


def _main_script():
    """How a worker finds the main script: ("path", file), ("name", module), or None when it has no file."""
    main = sys.modules["__main__"]
    specification = getattr(main, "__spec__", None)
    if specification is not None and specification.name not in MAINS:
        return "name", specification.name
    file = getattr(main, "__file__", None)
    return None if file is None or not os.path.exists(file) else ("path", os.path.abspath(file))


def _named(function):
    """Return the part of the job that says which function to call, and the arguments that go before."""
    owner = getattr(function, "__self__", None)
    if owner is not None and _native.is_shared(owner):
        return {"method": function.__name__}, (owner,)
    module, name = function_name(function)
    if module in MAINS and _main_script() is None:
        if not isinstance(function, types.FunctionType):
            raise TypeError(f"{describe(function)} has no file from which another interpreter could import it")
        from .._classes.capture import capture_function
        from .._classes.registry import with_ids

        return {"function": name, "names": with_ids(capture_function(function))}, ()
    return {"module": module, "function": name}, ()


def job_for(function, args, kwargs):
    """Return a dict that can be shared and that says everything a worker needs to make the call."""
    if _importing:
        raise RuntimeError(_ADVICE)
    named, before = _named(function)
    return {
        "state": "new",
        "main": _main_script(),
        "path": [entry for entry in sys.path if isinstance(entry, str)],
        "argv": list(sys.argv),
        "args": before + args,
        "kwargs": kwargs,
        **named,
    }


def prepare(job):
    """Give this interpreter the module path and the arguments of the one that made the job."""
    sys.path[:] = list(job["path"])
    sys.argv[:] = list(job["argv"])


def _import_main(kind, where):
    """Run the main script under the name ``__mp_main__`` as multiprocessing does, once."""
    global _importing
    if "__mp_main__" in sys.modules:
        return
    module = types.ModuleType("__mp_main__")
    _importing = True
    try:
        if kind == "name":
            import runpy

            module.__dict__.update(runpy.run_module(where, run_name="__mp_main__", alter_sys=True))
            sys.modules["__main__"] = sys.modules["__mp_main__"] = module
            return
        module.__file__ = where
        sys.modules["__main__"] = sys.modules["__mp_main__"] = module
        with open(where, "rb") as file:
            code = compile(file.read(), where, "exec")
        exec(code, module.__dict__)
    finally:
        _importing = False


def function_of(job):
    """Find the function of a job; ImportError or AttributeError if this interpreter cannot."""
    if "method" in job:
        return lambda owner, *args, **kwargs: getattr(owner, job["method"])(*args, **kwargs)
    if "names" in job:
        from .._classes.loading import load_function

        return load_function(job["names"], job["function"])
    module = job["module"]
    if module in MAINS:
        _import_main(*job["main"])
        module = "__mp_main__"
    else:
        __import__(module)
    function = find(module, job["function"])
    if function is None:
        raise AttributeError(f"module {module!r} has no function {job['function']!r}")
    return function
