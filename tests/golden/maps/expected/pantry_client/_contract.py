"""The request contract of this API."""

from __future__ import annotations

from pathlib import Path

from ._runtime.branches import BranchContract
from ._runtime.near_names import NearNames
from ._runtime.secrets import Secrets
from ._runtime.times import LocalTimes

_TIMES = LocalTimes()

CONTRACT = BranchContract(
    Path(__file__).with_name("contract.json"),
    redaction=Secrets("pin"),
    advise=(_TIMES.advise, NearNames().advise),
    formats=_TIMES.formats,
)
