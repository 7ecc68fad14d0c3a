"""The bases of the models, which know the contract of this package."""

from __future__ import annotations

from pathlib import Path

from ._runtime.bodies import Upload as Upload
from ._runtime.contract import Contract
from ._runtime.models import CheckedModel as _CheckedModel
from ._runtime.models import Model as Model

CONTRACT = Contract(Path(__file__).with_name("contract.json"))


class CheckedModel(_CheckedModel):
    """A model whose rules are those of this package's contract."""

    contract = CONTRACT
