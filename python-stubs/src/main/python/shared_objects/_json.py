# SPDX-License-Identifier: Apache-2.0
"""Lets plain ``json.dumps(x)`` take shared lists and dicts."""

from ._containers import list, plain_list
from ._dicts import dict, plain_dict

__all__ = ["adapt_encoder"]


def adapt_encoder(encoder):
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
