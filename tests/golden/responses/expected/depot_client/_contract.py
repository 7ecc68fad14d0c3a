"""The request contract of this API."""

from __future__ import annotations

from pathlib import Path

from ._runtime.contract import Contract

CONTRACT = Contract(Path(__file__).with_name("contract.json"))
