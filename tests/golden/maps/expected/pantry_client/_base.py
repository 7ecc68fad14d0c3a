"""The bases of the models, which know the contract of this package."""

from __future__ import annotations

from pydantic import ConfigDict

from ._contract import CONTRACT
from ._runtime.files import Upload as Upload
from ._runtime.models import CheckedModel as _CheckedModel
from ._runtime.models import Model as _Model
from ._runtime.models import Tagged as Tagged
from ._runtime.models import own_tag as own_tag
from ._runtime.models import server_set as server_set


class Model(_Model):
    """A model that shows no secrets: not in its repr, and no value in an error."""

    model_config = ConfigDict(hide_input_in_errors=True)
    _secrets = {"Jar": ("pin",)}


class CheckedModel(Model, _CheckedModel):
    """A model whose rules are those of this package's contract."""

    _contract = CONTRACT
