# SPDX-License-Identifier: Apache-2.0
"""Shared classes whose annotations are read where the module was never imported."""

from dataclasses import KW_ONLY

import shared_objects as so


@so.shared
class Link:
    value: int
    next: "Link" = None
    _: KW_ONLY
    tags: "list[int]" = None

    def total(self):
        return self.value + (self.next.total() if self.next else 0)

    def longer(self):
        return Link(1, self, tags=[1])
