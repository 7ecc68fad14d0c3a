"""The bases of the models, with the contract of this package."""

from __future__ import annotations

from ._runtime.changed_defaults import ChangedDefaultsModel as _ChangedDefaultsModel
from ._runtime.extras import ExtrasModel as _ExtrasModel
from ._runtime.extras import NoField as NoField
from ._runtime.secret_models import SecretModel as _SecretModel
from ._runtime.server_fields import server_set as server_set


class Model(_ChangedDefaultsModel, _SecretModel, _ExtrasModel):
    """A model of this package."""

    _secrets = {"Jar": ("pin",)}
