# SPDX-License-Identifier: Apache-2.0
"""CPython's own tests, run against the shared types. ``pso -m cpython --help`` says how."""
