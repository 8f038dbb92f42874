# SPDX-License-Identifier: Apache-2.0
"""The side that a workload is on, its first argument: share() gives shared objects, or on the private side what it was given."""

import sys

SHARED = sys.argv[1] == "shared"

if SHARED:
    from shared_objects import share
else:

    def share(value):
        return value


__all__ = ["SHARED", "share"]
