"""The objects of the API, as the description has them."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypeAliasType

from ._base import Model

Colour = TypeAliasType("Colour", Literal["red", "not red", "", "3d", "class", "é", "it's"])


Level = TypeAliasType("Level", Literal[-1, 0, 1])
"""Below"""


class Signal(Model):
    kind: Literal["signal"] = "signal"
    level: Level
    colour: Colour | None = None
    aspect: Literal["stop", 0, True] | float | None = None
    phase: Literal["on", "off"] | None = None
    unknown: str | None = None
