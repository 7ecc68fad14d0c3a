"""The page's example as the description has it."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from support.paths import SPEC

PROJECT_ID = "99a3fff0d03c428eac3678da6a7d0f24"
PATH = f"/v3/{PROJECT_ID}/elb/master-slave-pools"


@cache
def description() -> dict[str, Any]:
    """The description as data."""
    data: dict[str, Any] = yaml.safe_load(SPEC.read_text("utf-8"))
    return data


def request_example() -> Any:
    """The body of the page's example request."""
    return _example(_operation()["requestBody"])


def response_example() -> Any:
    """The body of the page's example response."""
    return _example(_operation()["responses"]["201"])


def _operation() -> Any:
    return description()["paths"]["/v3/{project_id}/elb/master-slave-pools"]["post"]


def _example(body: Any) -> Any:
    return body["content"]["application/json"]["examples"]["create-active-standby-pool"]["value"]
