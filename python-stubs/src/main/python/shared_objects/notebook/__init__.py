# SPDX-License-Identifier: Apache-2.0
"""What a cell of a notebook may show, and how. In a notebook ``display`` needs no import.

Outside of a notebook ``display`` prints, so that code with it runs anywhere.
"""

from ._display import HTML, JSON, SVG, DisplayHandle, Image, Latex, Markdown, clear_output, display, update_display

__all__ = [
    "HTML",
    "JSON",
    "SVG",
    "DisplayHandle",
    "Image",
    "Latex",
    "Markdown",
    "clear_output",
    "display",
    "update_display",
]
