# SPDX-License-Identifier: Apache-2.0
"""Which modules of CPython's suite are run, and what of them is made shared."""

import dataclasses

__all__ = ["SUITES", "Suite"]


@dataclasses.dataclass(frozen=True)
class Suite:
    """``kinds`` of what the tests build are made shared, and classes of the tests with the names in ``classes``."""

    kinds: tuple = ("list", "dict")
    classes: tuple = ()


SUITES = {
    "test_list": Suite(),
    "test_dict": Suite(classes=("Hashed",)),
    "test_dictviews": Suite(),
    "test_tuple": Suite(kinds=("tuple", "list", "dict")),
    "test_userlist": Suite(),
    "test_userdict": Suite(),
    "test_copy": Suite(),
    "test_json": Suite(),
    "test_heapq": Suite(classes=("CmpErr", "SideEffectLT", "LT")),
    "test_bisect": Suite(classes=("CmpErr",)),
    "test_sort": Suite(),
    "test_enumerate": Suite(),
    "test_contains": Suite(),
    "test_iter": Suite(),
}
