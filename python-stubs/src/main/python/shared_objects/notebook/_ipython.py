# SPDX-License-Identifier: Apache-2.0
"""``IPython.display``, where there is no IPython: most notebooks import from it what they show."""

import sys
from importlib.machinery import ModuleSpec

__all__ = ["IPythonFinder"]


def _get_ipython():
    """There is none: None, as outside of IPython."""


class IPythonFinder:
    """Finds ``IPython`` and ``IPython.display``. To be asked last: one that is installed is found before."""

    def find_spec(self, name, path=None, target=None):
        if name == "IPython" or name == "IPython.display" and sys.modules["IPython"].__spec__.loader is self:
            return ModuleSpec(name, self, is_package=name == "IPython")
        return None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        from .. import notebook

        names = {name: getattr(notebook, name) for name in notebook.__all__}
        if module.__name__ == "IPython":
            names = {"get_ipython": _get_ipython, "display": notebook.display}
        vars(module).update(names, __all__=[*names])
