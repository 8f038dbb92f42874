# SPDX-License-Identifier: Apache-2.0
"""What tests take from ``test.support`` and put into containers, as instances of shared classes."""

import shared_objects as so

__all__ = ["NAMES"]


@so.shared
class AlwaysEqual:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False


@so.shared
class NeverEqual:
    def __eq__(self, other):
        return False

    def __ne__(self, other):
        return True

    def __hash__(self):
        return 1


NAMES = {"ALWAYS_EQ": AlwaysEqual(), "NEVER_EQ": NeverEqual()}
