# SPDX-License-Identifier: Apache-2.0
"""The exceptions of the package. Each also is the familiar exception a program would catch anyway."""

__all__ = [
    "ClassConflictError",
    "ConflictError",
    "DetachedError",
    "HeapCorruptError",
    "HeapFullError",
    "NotShareableError",
]


class NotShareableError(TypeError):
    """A value cannot live in the heap; the message names the path to the culprit. Nothing was stored."""


class ConflictError(RuntimeError):
    """``atomically(..., retries=n)`` met more than ``n`` conflicts. Nothing of the transaction is visible."""


class HeapFullError(MemoryError):
    """The heap has reached its maximum size. Nothing was changed."""


class HeapCorruptError(RuntimeError):
    """A heap file is not a heap, is damaged, or was written by another version. The file was not touched."""


class DetachedError(RuntimeError):
    """An object of a heap was used after the heap was closed."""


class ClassConflictError(TypeError):
    """Two files claim the same shared class with different text. ``@so.shared(name="...")`` tells them apart."""


class Conflict(BaseException):
    """Unwinds a transaction that must run again. Private: only the transaction itself may catch it."""


class Retry(BaseException):
    """Unwinds a transaction that waits for a change. Private: only the transaction itself may catch it."""


for _error in (NotShareableError, ConflictError, HeapFullError, HeapCorruptError, DetachedError, ClassConflictError):
    _error.__module__ = "shared_objects"
del _error
