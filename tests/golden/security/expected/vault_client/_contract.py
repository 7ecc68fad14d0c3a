"""The request contract of this API."""

from __future__ import annotations

from ._runtime.base_contract import BaseContract

CONTRACT = BaseContract()
