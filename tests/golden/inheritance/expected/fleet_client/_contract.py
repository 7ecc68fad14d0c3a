"""The request contract of this API."""

from __future__ import annotations

from pathlib import Path

from ._runtime.branches import BranchContract
from ._runtime.near_names import NearNames

CONTRACT = BranchContract(Path(__file__).with_name("contract.json"), advise=(NearNames().advise,))
