# SPDX-License-Identifier: Apache-2.0
"""Price rules of a shop, written in Python, called from Java; the stock is shared with the Java program."""

import shared_objects as so


@so.atomic
def sell(article, pieces):
    """Takes pieces from the stock and returns the price in cents; raises ValueError when there are too few."""
    stock = so.root["stock"]
    if stock[article] < pieces:
        raise ValueError(f"only {stock[article]} of {article} left")
    stock[article] -= pieces
    return so.root["prices"][article] * pieces * (90 if pieces >= 10 else 100) // 100
