# SPDX-License-Identifier: Apache-2.0
"""How a function call, its result and its errors travel to another interpreter and back."""
