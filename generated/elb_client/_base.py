"""The bases of the models, with the contract of this package."""

from __future__ import annotations

from ._contract import CONTRACT
from ._runtime.constants import ConstantModel as _ConstantModel
from ._runtime.rules import CheckedModel as _CheckedModel


class Model(_ConstantModel):
    """A model of this package."""


class CheckedModel(Model, _CheckedModel):
    """A model whose rules are in the contract of this package."""

    _contract = CONTRACT
