# SPDX-License-Identifier: Apache-2.0
"""Lets plain ``json.dumps(x)`` take shared lists and dicts. The encoder is changed when json is imported, not before."""

import sys

from ._containers import list, plain_list
from ._dicts import dict, plain_dict

__all__ = ["install"]

_ENCODER = "json.encoder"


def _adapt(encoder):
    """Wrap the fast encoder: shared containers become native copies, level by level, before ``default`` is asked."""
    make = encoder.c_make_encoder
    if make is None:
        return

    def make_encoder(markers, default, *rest):
        def default_or_copy(value):
            if isinstance(value, list):
                return plain_list(value)
            if isinstance(value, dict):
                return plain_dict(value)
            return default(value)

        return make(markers, default_or_copy, *rest)

    encoder.c_make_encoder = make_encoder


class _Loader:
    def __init__(self, loader):
        self._loader = loader

    def create_module(self, spec):
        return self._loader.create_module(spec)

    def exec_module(self, module):
        module.__loader__ = module.__spec__.loader = self._loader
        self._loader.exec_module(module)
        _adapt(module)


class _Finder:
    def find_spec(self, name, path=None, target=None):
        if name != _ENCODER:
            return None
        sys.meta_path.remove(self)
        for finder in sys.meta_path:
            spec = finder.find_spec(name, path, target)
            if spec is not None:
                spec.loader = _Loader(spec.loader)
                return spec
        return None


def install():
    """Adapt json's encoder now if it is loaded, else when it is imported."""
    if _ENCODER in sys.modules:
        _adapt(sys.modules[_ENCODER])
    else:
        sys.meta_path.insert(0, _Finder())
