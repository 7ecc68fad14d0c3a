"""The mock server reports the same violations as the client, for the bodies of its property test."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import elb_client
import httpx2
import pytest
from hypothesis import given
from oasmith import read_api
from oasmith.mock import MockServer
from support.bodies import ANY_BODIES
from support.page import PATH, PROJECT_ID
from support.paths import SPEC


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    with MockServer(read_api(SPEC)) as running:
        yield running


@pytest.fixture(scope="module")
def http(server: MockServer) -> Iterator[httpx2.Client]:
    headers = {"X-Auth-Token": "a-token", "Content-Type": "application/json"}
    with httpx2.Client(base_url=server.url, headers=headers) as client:
        yield client


@given(body=ANY_BODIES)
def test_the_server_accepts_and_rejects_the_same_requests_as_the_client(
    http: httpx2.Client, body: Any
) -> None:
    violations = elb_client.check("CreateMasterSlavePool", body, project_id=PROJECT_ID)
    response = http.post(PATH, content=json.dumps(body).encode())
    assert response.status_code == (400 if violations else 201)
    if violations:
        reported = {(v["location"], v["pointer"], v["rule"]) for v in response.json()["violations"]}
        assert reported == {(v.location, v.pointer, v.rule) for v in violations}
