# SPDX-License-Identifier: Apache-2.0
"""``display`` and the values that say how they want to be shown."""

import sys

__all__ = [
    "HTML",
    "JSON",
    "SVG",
    "DisplayHandle",
    "Image",
    "Latex",
    "Markdown",
    "clear_output",
    "connect",
    "display",
    "update_display",
]

# What files of these kinds begin with.
_PNG, _JPEG = b"\x89PNG", b"\xff\xd8"

# What takes messages for the notebook's page: publish(type, content); None outside of a notebook.
_publish = None


def connect(publish):
    """From now on displays go there."""
    global _publish
    _publish = publish


class _Text:
    def __init__(self, data):
        self.data = data

    def __repr__(self):
        return f"<{type(self).__name__} of {len(self.data)} characters>"


class HTML(_Text):
    """A piece of HTML."""

    def _repr_html_(self):
        return self.data


class Markdown(_Text):
    """A text in Markdown."""

    def _repr_markdown_(self):
        return self.data


class Latex(_Text):
    """A text in LaTeX."""

    def _repr_latex_(self):
        return self.data


class SVG(_Text):
    """A picture in SVG."""

    def _repr_svg_(self):
        return self.data


class Image:
    """A picture: the bytes of a PNG or JPEG file, or the file's name."""

    def __init__(self, data=None, filename=None):
        if data is None and filename is None:
            raise ValueError("Image needs data or a filename")
        if data is None:
            with open(filename, "rb") as file:
                data = file.read()
        if not isinstance(data, (bytes, bytearray)) or not data.startswith((_PNG, _JPEG)):
            raise ValueError("Image shows PNG and JPEG only")
        self.data = bytes(data)

    def __repr__(self):
        return f"<Image of {len(self.data)} bytes>"

    def _repr_png_(self):
        return self.data if self.data.startswith(_PNG) else None

    def _repr_jpeg_(self):
        return self.data if self.data.startswith(_JPEG) else None


class JSON:
    """A value of which the notebook shows a tree."""

    def __init__(self, data):
        self.data = data

    def __repr__(self):
        return f"JSON({self.data!r})"

    def _repr_json_(self):
        return self.data


class DisplayHandle:
    """A place on the page whose content can be replaced."""

    def __init__(self, display_id=None):
        import uuid

        self.display_id = display_id or uuid.uuid4().hex

    def __repr__(self):
        return f"<DisplayHandle display_id={self.display_id}>"

    def display(self, value, **options):
        """Show a value there once more, below the running cell."""
        display(value, display_id=self.display_id, **options)
        return self

    def update(self, value, **options):
        """Show a value instead, wherever it has been shown."""
        display(value, display_id=self.display_id, update=True, **options)


def _content(value, raw, metadata, display_id):
    from ._formatting import bundle

    data, described = (value, {}) if raw else bundle(value)
    described.update(metadata or {})
    return {"data": data, "metadata": described, "transient": {} if display_id is None else {"display_id": display_id}}


def display(*values, display_id=None, update=False, raw=False, metadata=None):
    """Show values below the running cell, each as well as the page can.

    ``display_id`` names the place, so that ``update=True`` can replace what it shows; with ``display_id=True`` a new
    name is made. Then a DisplayHandle is returned. With ``raw=True`` the values are dicts from MIME type to data.
    ValueError for ``update`` without a name.
    """
    if update and not isinstance(display_id, str):
        raise ValueError("update needs the display_id of what is to be replaced")
    handle = None if display_id in (None, False) else DisplayHandle(None if display_id is True else display_id)
    for value in values:
        show = None if raw or isinstance(value, type) else getattr(type(value), "_ipython_display_", None)
        if _publish is None:
            print(repr(value))
        elif show is not None and not update:
            show(value)
        else:
            content = _content(value, raw, metadata, None if handle is None else handle.display_id)
            _publish("update_display_data" if update else "display_data", content)
    return None if update else handle


def update_display(value, *, display_id, **options):
    """Show a value instead, wherever one with this ``display_id`` has been shown."""
    display(value, display_id=display_id, update=True, **options)


def clear_output(wait=False):
    """Remove what the running cell has shown so far; with ``wait`` not before it shows something new."""
    if _publish is not None:
        sys.stdout.flush()
        _publish("clear_output", {"wait": bool(wait)})
