"""Request bodies as mappings, with the keys that the description has. Properties can be models."""

from __future__ import annotations

from datetime import date
from typing import NotRequired, TypedDict

from . import models

Thing = TypedDict(
    "Thing",
    {
        "id": "int",
        "ID": "str",
        "class": "NotRequired[str]",
        "3d": "NotRequired[bool]",
        "": "NotRequired[str]",
        "model_config": "NotRequired[str]",
        "copy": "NotRequired[str]",
        "list": "NotRequired[list[str]]",
        "date": "NotRequired[str | date]",
        "str": "NotRequired[str]",
        "content-type": "NotRequired[str]",
        "@odata.id": "NotRequired[str]",
        "_private": "NotRequired[str]",
    },
)


class OtherThing(TypedDict, total=False):
    state: models.OtherThingState | OtherThingState
    thing: models.Thing | Thing


class OtherThingState(TypedDict, total=False):
    open: bool
