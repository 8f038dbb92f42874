# SPDX-License-Identifier: Apache-2.0
"""Stands for the language ``shared_objects``: importing it puts the language's own module in its place."""

import sys

import polyglot

sys.modules[__name__] = polyglot.eval(language="shared_objects", string="native")
