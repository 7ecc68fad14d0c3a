"""The objects of the API, as the description has them."""

from __future__ import annotations

from datetime import date as _date
from typing import Annotated

from pydantic import Field
from typing_extensions import TypeAliasType

from ._base import Model


class BetterThing(Model):
    state: BetterThingState | None = None


class BetterThingState(Model):
    shut: bool | None = None


List = TypeAliasType("List", list[BetterThing])


class OtherThing(Model):
    state: OtherThingState | None = None
    thing: Thing | None = None


class OtherThingState(Model):
    open: bool | None = None


class Thing(Model):
    id: int
    id_2: Annotated[str, Field(alias="ID")]
    class_: Annotated[str | None, Field(alias="class")] = None
    n_3_d: Annotated[bool | None, Field(alias="3d")] = None
    unnamed: Annotated[str | None, Field(alias="")] = None
    model_config_: Annotated[str | None, Field(alias="model_config")] = None
    copy_: Annotated[str | None, Field(alias="copy")] = None
    list_: Annotated[list[str] | None, Field(alias="list")] = None
    date: _date | None = None
    str_: Annotated[str | None, Field(alias="str")] = None
    content_type: Annotated[str | None, Field(alias="content-type")] = None
    odata_id: Annotated[str | None, Field(alias="@odata.id")] = None
    private: Annotated[str | None, Field(alias="_private")] = None
