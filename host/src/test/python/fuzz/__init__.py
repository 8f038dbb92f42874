# SPDX-License-Identifier: Apache-2.0
"""Random operations on a native object and on its shared copy, whose outcomes must be the same."""
