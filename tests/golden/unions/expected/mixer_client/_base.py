"""The bases of the models, with the contract of this package."""

from __future__ import annotations

from ._runtime.constants import ConstantModel as _ConstantModel


class Model(_ConstantModel):
    """A model of this package."""
