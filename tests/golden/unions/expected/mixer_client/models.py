"""The objects of the API, as the description has them."""

from __future__ import annotations

from typing import Any, Literal

from typing_extensions import TypeAliasType

from ._base import Model


class Delay(Model):
    beats: int


class Microphone(Model):
    make: str


class Reverb(Model):
    seconds: int | float


class Tape(Model):
    reel: int


class Track(Model):
    source: TrackSource
    gain: int | float | None = 0
    pan: Literal["centre"] | int | None = None
    position: tuple[int | float, int | float, str] | None = None
    extra: Any | None = None
    never: Any | None = None
    effects: list[TrackEffect] | None = None


TrackEffect = TypeAliasType("TrackEffect", Reverb | Delay)


TrackSource = TypeAliasType("TrackSource", Tape | Microphone)
