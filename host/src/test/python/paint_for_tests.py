# SPDX-License-Identifier: Apache-2.0
"""A shared class with an enum, a named tuple and dataclasses of its own module."""

import collections
import dataclasses
import datetime
import enum
from dataclasses import InitVar, dataclass
from decimal import Decimal
from typing import ClassVar

import shared_objects as so

RATE = Decimal("0.25")
START = datetime.date(2024, 1, 1)


class Tone(enum.Enum):
    RED = "red"
    BLUE = "blue"


Spot = collections.namedtuple("Spot", "x tone")


@dataclass(order=True)
class Coat:
    layers: int
    made: ClassVar[list] = []
    thickness: InitVar[int] = 1
    _: dataclasses.KW_ONLY
    dry: bool = False

    def __post_init__(self, thickness):
        self.layers *= thickness


class Palette:
    def __init__(self, *coats):
        self.coats = coats
        self.itself = self

    def layers(self):
        return sum(coat.layers for coat in self.coats) + len(PALETTES)


def doubled(coat):
    return Coat(2 * coat.layers)


PALETTES = [Palette(Coat(1), Coat(2, 2))]
CHANGES = {"double": doubled}

GLOSS, MATT = Palette(Coat(5)), Palette()
LAST = GLOSS
FINISHES = {"gloss": GLOSS, "matt": MATT}
SHINY = (GLOSS,)


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

    def mixed(self):
        palette = PALETTES[0]
        return palette.layers(), palette.itself is palette, CHANGES["double"](palette.coats[1]).layers

    def kind(self):
        return KINDS[type(self)], KINDS["wall"] is Wall, DOORS[0]().kind()

    def finish(self):
        return FINISHES["gloss"] is GLOSS is LAST, GLOSS in SHINY, MATT in SHINY

    def coats(self):
        @dataclass
        class Brush:
            width: int
            kind: ClassVar[str] = "flat"

        return repr(Coat(2, 3, dry=True)), [field.name for field in dataclasses.fields(Brush)], Brush(4).width, Coat(1) < Coat(2)


@so.shared
class Door:
    def kind(self):
        return KINDS[Door]


KINDS = {Wall: "a wall", Door: "a door", "wall": Wall}
DOORS = [Door]
