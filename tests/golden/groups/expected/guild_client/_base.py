"""The bases of the models, which know the contract of this package."""

from __future__ import annotations

from ._contract import CONTRACT
from ._runtime.files import Upload as Upload
from ._runtime.models import CheckedModel as _CheckedModel
from ._runtime.models import Model as Model
from ._runtime.models import Tagged as Tagged
from ._runtime.models import own_tag as own_tag
from ._runtime.models import server_set as server_set


class CheckedModel(_CheckedModel):
    """A model whose rules are those of this package's contract."""

    _contract = CONTRACT
