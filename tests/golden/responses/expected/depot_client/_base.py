"""The bases of the models, with the contract of this package."""

from __future__ import annotations

from ._runtime.models import Model as Model
