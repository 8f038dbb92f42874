# SPDX-License-Identifier: Apache-2.0
"""Which modules of CPython's suite are run, and what of them is made shared."""

import dataclasses

__all__ = ["SUITES", "Suite", "USUAL"]


@dataclasses.dataclass(frozen=True)
class Suite:
    """``kinds`` of what the tests build are made shared, and classes of the tests with the names in ``classes``.

    With ``dataclasses`` classes under ``@dataclass`` are made shared, too.
    """

    kinds: tuple = ("list", "dict")
    classes: tuple = ()
    dataclasses: bool = False


SUITES = {
    "test_list": Suite(),
    "test_dict": Suite(classes=("Hashed",)),
    "test_dictviews": Suite(),
    "test_tuple": Suite(kinds=("tuple", "list", "dict")),
    "test_set": Suite(kinds=("set",), classes=("BadCmp",)),
    "test_dataclasses": Suite(kinds=(), dataclasses=True),
    "test_userlist": Suite(),
    "test_userdict": Suite(),
    "test_copy": Suite(),
    "test_heapq": Suite(classes=("CmpErr", "SideEffectLT", "LT")),
    "test_bisect": Suite(classes=("CmpErr",)),
    "test_sort": Suite(),
    "test_enumerate": Suite(),
    "test_contains": Suite(),
    "test_iter": Suite(),
    "test_bytes": Suite(kinds=("bytearray",)),
    "test_array": Suite(kinds=("array",)),
    "test_json": Suite(),
}

# The ones that every build runs: they are quick.
USUAL = ("test_dictviews", "test_tuple", "test_bisect")
