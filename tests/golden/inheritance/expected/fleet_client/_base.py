"""The bases of the models, with the contract of this package."""

from __future__ import annotations

from ._runtime.constants import ConstantModel as _ConstantModel
from ._runtime.inheritance import InheritingModel as _InheritingModel
from ._runtime.unions import TaggedByField as TaggedByField


class Model(_ConstantModel, _InheritingModel):
    """A model of this package."""
