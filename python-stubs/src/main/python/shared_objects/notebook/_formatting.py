# SPDX-License-Identifier: Apache-2.0
"""From a value to the forms in which a page can show it."""

import sys

from ._errors import told
from ._tables import page_form

__all__ = ["METHODS", "bundle", "encoded", "plain"]

METHODS = (
    ("_repr_html_", "text/html"),
    ("_repr_markdown_", "text/markdown"),
    ("_repr_svg_", "image/svg+xml"),
    ("_repr_png_", "image/png"),
    ("_repr_jpeg_", "image/jpeg"),
    ("_repr_pdf_", "application/pdf"),
    ("_repr_latex_", "text/latex"),
    ("_repr_json_", "application/json"),
    ("_repr_javascript_", "application/javascript"),
)
_MOST_ELEMENTS = 1000
_WIDTH = 79
# No class has it: one that seems to answers to every name.
_CANARY = "_ipython_canary_method_should_not_exist_"


def _cut(value, brackets, parts):
    from itertools import islice

    return f"{brackets[0]}{', '.join(islice(parts, _MOST_ELEMENTS))}, ...{brackets[1]}"


def _written(value):
    if isinstance(value, list) and len(value) > _MOST_ELEMENTS and _is_plain(value, list):
        return _cut(value, "[]", map(repr, value))
    if isinstance(value, dict) and len(value) > _MOST_ELEMENTS and _is_plain(value, dict):
        return _cut(value, "{}", (f"{key!r}: {item!r}" for key, item in value.items()))
    return repr(value)


def _is_plain(value, builtin):
    return type(value) is builtin or type(value).__module__ == "shared_objects"


def plain(value):
    """The text of a value: its repr, in several lines where one would be long; of more than 1000 elements the first."""
    text = _written(value)
    if len(text) > _WIDTH and type(value) in (list, dict, tuple, set, frozenset) and len(value) <= _MOST_ELEMENTS:
        import pprint

        return pprint.pformat(value, width=_WIDTH, compact=True, sort_dicts=False)
    return text


def _failed(name, error):
    print(f"{name}() has failed:\n{told(error)}", file=sys.stderr, end="")


def _form(value, name):
    """What such a method says, (data, metadata), or None."""
    try:
        result = getattr(value, name)()
    except NotImplementedError:
        return None
    except Exception as error:
        _failed(name, error)
        return None
    if result is None:
        return None
    data, metadata = result if isinstance(result, tuple) else (result, None)
    return encoded(data), metadata


def encoded(data):
    """Data as JSON can have it."""
    if isinstance(data, (bytes, bytearray, memoryview)):
        import base64

        return base64.b64encode(data).decode()
    return data


def _whole(value, data, metadata):
    try:
        result = value._repr_mimebundle_(include=None, exclude=None)
    except NotImplementedError:
        return
    except Exception as error:
        _failed("_repr_mimebundle_", error)
        return
    if result is not None:
        forms, described = result if isinstance(result, tuple) else (result, {})
        data.update((kind, encoded(form)) for kind, form in forms.items())
        metadata.update(described)


def bundle(value):
    """(data, metadata): dicts by MIME type of all the forms a value has; always with text/plain."""
    data, metadata = {}, {}
    try:
        data["text/plain"] = plain(value)
    except Exception as error:
        _failed("__repr__", error)
        data["text/plain"] = object.__repr__(value)
    kind = type(value)
    if isinstance(value, type) or hasattr(kind, _CANARY):
        return data, metadata
    if hasattr(kind, "_repr_mimebundle_"):
        _whole(value, data, metadata)
    for name, mime in METHODS:
        form = _form(value, name) if mime not in data and hasattr(kind, name) else None
        if form is not None:
            data[mime] = form[0]
            if form[1]:
                metadata[mime] = form[1]
    own = page_form(value) if "text/html" not in data else None
    if own is not None:
        data["text/html"] = own
    return data, metadata
