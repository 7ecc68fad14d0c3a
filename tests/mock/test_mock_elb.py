"""The ELB description: the client and the mock server use the same contract."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Iterator
from typing import Any

import elb_client
import httpx2
import pytest
from elb_client import AsyncElbClient, ElbClient
from hypothesis import given, settings
from oasmith import read_api
from oasmith.mock import MockServer
from support.bodies import sound_bodies
from support.page import PATH, PROJECT_ID, request_example, response_example
from support.paths import SPEC

pytestmark = pytest.mark.filterwarnings("ignore::elb_client.AdviceWarning")

OPERATION = "CreateMasterSlavePool"
TOKEN = {"X-Auth-Token": "secret"}


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    with MockServer(read_api(SPEC)) as running:
        yield running


@pytest.fixture(scope="module")
def http(server: MockServer) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=server.url, headers=TOKEN) as client:
        yield client


def test_the_response_to_the_example_of_the_page_is_the_example_of_the_page(server: MockServer) -> None:
    with ElbClient(
        token="secret", project_id=PROJECT_ID, base_url=server.url, strict_responses=True
    ) as client:
        response = client.create_master_slave_pool(request_example())
    assert response.to_json() == response_example()
    exchange = server.exchanges[-1]
    assert (exchange.operation, exchange.status, exchange.violations) == (OPERATION, 201, ())


def test_the_async_client_gets_the_same(server: MockServer) -> None:
    async def call() -> Any:
        async with AsyncElbClient(
            token="secret", project_id=PROJECT_ID, base_url=server.url, strict_responses=True
        ) as client:
            return await client.create_master_slave_pool(request_example())

    assert asyncio.run(call()).to_json() == response_example()


@settings(max_examples=20)
@given(sound_bodies())
def test_every_valid_body_is_accepted(http: httpx2.Client, body: Any) -> None:
    assert http.post(PATH, json=body).status_code == 201


def test_an_error_has_the_rule_and_its_source(http: httpx2.Client) -> None:
    body = copy.deepcopy(request_example())
    body["pool"]["loadbalancer_id"] = "b"
    response = http.post(PATH, json=body)
    error = response.json()
    assert response.status_code == 400
    assert error["error_code"] == "bad_request"
    assert "keep either listener_id or loadbalancer_id" in error["error_msg"]
    assert error["request_id"] == response.headers["X-Request-Id"]
    (violation,) = error["violations"]
    assert violation["rule"] == "listener-or-load-balancer"
    assert violation["source"] == "Table 4, listener_id"
    assert (violation["location"], violation["pointer"]) == ("body", "/pool")


def test_the_client_reads_the_error(server: MockServer) -> None:
    with (
        ElbClient(token="a", project_id=PROJECT_ID, base_url=server.url) as client,
        pytest.raises(elb_client.AuthenticationError) as caught,
    ):
        client.with_options(headers={"X-Auth-Token": ""}).create_master_slave_pool(request_example())
    assert caught.value.error_code == "unauthorized"
    assert caught.value.request_id == caught.value.headers["X-Request-Id"]


def test_a_signature_requires_its_date(server: MockServer) -> None:
    signed = {"Authorization": "SDK-HMAC-SHA256 Access=a, SignedHeaders=b, Signature=c"}
    with httpx2.Client(base_url=server.url) as client:
        alone = client.post(PATH, json=request_example(), headers=signed)
        dated = client.post(
            PATH, json=request_example(), headers={**signed, "X-Sdk-Date": "20240418T000000Z"}
        )
    assert (alone.status_code, dated.status_code) == (401, 201)
    assert alone.headers["WWW-Authenticate"] == "SDK-HMAC-SHA256"
    assert "Token or Signature and SignatureDate" in alone.json()["error_msg"]


def test_a_path_segment_is_not_empty_or_dots(http: httpx2.Client) -> None:
    assert http.post("/v3//elb/master-slave-pools", json=request_example()).status_code == 404
    assert http.post("/v3/%2E%2E/elb/master-slave-pools", json=request_example()).status_code == 404
    assert http.post("/v3/a%2Fb/elb/master-slave-pools", json=request_example()).status_code == 201
