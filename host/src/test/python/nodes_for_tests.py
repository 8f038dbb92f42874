# SPDX-License-Identifier: Apache-2.0
"""Objects that are large enough to be missed, for tests of memory."""

import shared_objects as so


@so.shared
class Node:
    def __init__(self, name, link=None):
        self.name = name
        self.link = link


def text(number):
    return f"a text that is too long for its cell, number {number} " * 3
