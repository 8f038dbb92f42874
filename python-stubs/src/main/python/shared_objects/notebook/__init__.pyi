# SPDX-License-Identifier: Apache-2.0
from typing import Any, Self

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

class _Text:
    data: str
    def __init__(self, data: str) -> None: ...

class HTML(_Text): ...
class Markdown(_Text): ...
class Latex(_Text): ...
class SVG(_Text): ...

class Image:
    data: bytes
    def __init__(self, data: bytes | bytearray | None = None, filename: str | None = None) -> None: ...

class JSON:
    data: Any
    def __init__(self, data: Any) -> None: ...

class DisplayHandle:
    display_id: str
    def __init__(self, display_id: str | None = None) -> None: ...
    def display(self, value: object, **options: Any) -> Self: ...
    def update(self, value: object, **options: Any) -> None: ...

def display(
    *values: object,
    display_id: str | bool | None = None,
    update: bool = False,
    raw: bool = False,
    metadata: dict[str, Any] | None = None,
) -> DisplayHandle | None: ...
def update_display(value: object, *, display_id: str, **options: Any) -> None: ...
def clear_output(wait: bool = False) -> None: ...
