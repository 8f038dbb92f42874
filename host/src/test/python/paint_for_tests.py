# SPDX-License-Identifier: Apache-2.0
"""A shared class with an enum and a named tuple of its own module."""

import collections
import datetime
import enum
from decimal import Decimal

import shared_objects as so

RATE = Decimal("0.25")
START = datetime.date(2024, 1, 1)


class Tone(enum.Enum):
    RED = "red"
    BLUE = "blue"


Spot = collections.namedtuple("Spot", "x tone")


@so.shared
class Wall:
    tone: Tone = Tone.RED
    spot: object = None

    def is_red(self):
        return self.tone is Tone.RED and self.spot == Spot(1, Tone.RED)

    def paint(self):
        self.tone = Tone.BLUE
        self.spot = Spot(RATE, START)
        return self.tone is Tone.BLUE and type(self.spot) is Spot and self.spot.x == RATE
