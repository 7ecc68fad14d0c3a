"""Measure the cost of the contract: models and validation of the ELB client against plain pydantic models.

Prints microseconds, and the ratio to plain pydantic, for the request of the page (build, validate, serialize)
and for its response (parse). Run it with ``uv run python bench/contract.py``.
"""

from __future__ import annotations

import gc
import json
import sys
import time
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "generated"), str(ROOT / "tests")]

from elb_client import models
from elb_client._package import PACKAGE
from elb_client._runtime.responses import read
from pydantic_core import to_json
from support.page import request_example, response_example

OPERATION = PACKAGE.operation("CreateMasterSlavePool")
BODY = request_example()
RAW = json.dumps(response_example()).encode()


def bare_models() -> Any:
    """The generated models with pydantic's BaseModel as their base class."""
    text = (ROOT / "generated/elb_client/models.py").read_text("utf-8")
    bases = "from pydantic import BaseModel as Model\n\nCheckedModel = Model"
    text = text.replace("from ._base import CheckedModel, Model", bases)
    module = types.ModuleType("bare_models")
    sys.modules["bare_models"] = module
    exec(compile(text, "bare_models", "exec"), module.__dict__)
    return module


BARE = bare_models()


def built(made_of: Any) -> Any:
    """The request of the page, built from the models of a module as a user would build it."""
    pool = BODY["pool"]
    members = [made_of.CreateMasterSlaveMemberOption(**member) for member in pool["members"]]
    monitor = made_of.CreateMasterSlaveHealthMonitorOption(**pool["healthmonitor"])
    option = made_of.CreateMasterSlavePoolOption(**{**pool, "members": members, "healthmonitor": monitor})
    return made_of.CreateMasterSlavePoolRequestBody(pool=option)


def ours_request() -> bytes:
    body = built(models)
    request = OPERATION.request({"project_id": "p"}, body)
    assert not PACKAGE.contract.settled(OPERATION.id, request)[1]
    PACKAGE.contract.advise(OPERATION.id, OPERATION.id, request)
    return to_json(request["body"])


def ours_mapping() -> bytes:
    request = OPERATION.request({"project_id": "p"}, BODY)
    assert not PACKAGE.contract.settled(OPERATION.id, request)[1]
    PACKAGE.contract.advise(OPERATION.id, OPERATION.id, request)
    return to_json(request["body"])


def bare_request() -> bytes:
    body = built(BARE)
    # The bare models are made at run time, so their types are not known.
    return body.model_dump_json(by_alias=True, exclude_unset=True).encode()  # type: ignore[no-any-return]


def ours_response() -> Any:
    return read(models.CreateMasterSlavePoolResponse, RAW)


def bare_response() -> Any:
    return BARE.CreateMasterSlavePoolResponse.model_validate_json(RAW)


def microseconds(functions: list[Callable[[], Any]], rounds: int = 30, calls: int = 500) -> list[float]:
    """The best time of one call of each function. Their calls alternate, under the same conditions."""
    best = [float("inf")] * len(functions)
    gc.disable()
    for _ in range(rounds):
        for index, function in enumerate(functions):
            start = time.perf_counter()
            for _ in range(calls):
                function()
            best[index] = min(best[index], (time.perf_counter() - start) / calls * 1e6)
    gc.enable()
    return best


def main() -> None:
    assert ours_mapping() == to_json(BODY)
    request, mapping, bare, response, bare_read = microseconds(
        [ours_request, ours_mapping, bare_request, ours_response, bare_response]
    )
    print(f"{'':34}{'µs':>8}{'x bare':>9}")
    for name, value, base in (
        ("request, bare pydantic", bare, bare),
        ("request as a model, checked", request, bare),
        ("request as a mapping, checked", mapping, bare),
        ("response, bare pydantic", bare_read, bare_read),
        ("response, read", response, bare_read),
    ):
        print(f"{name:34}{value:8.1f}{value / base:9.2f}")


if __name__ == "__main__":
    main()
