"""The generated client beside the vendor's own, against one socket."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from typing import Any

import pytest
from elb_client import AsyncElbClient, ElbClient
from elb_client.models import CreateMasterSlavePoolRequestBody, CreateMasterSlavePoolResponse
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.http.http_config import HttpConfig
from huaweicloudsdkelb import v3 as vendor
from huaweicloudsdkelb.v3.region.elb_region import ElbRegion
from oasmith import read_api
from oasmith.mock import MockServer
from support.page import PATH, PROJECT_ID, request_example, response_example
from support.paths import ROOT
from support.server import Answer, Received, Server, serving
from support.signature import is_signed

pytestmark = pytest.mark.filterwarnings("ignore::elb_client.AdviceWarning")


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(Answer.of_json(response_example(), 201, X_Request_Id="r-1")) as running:
        yield running


def call_sync(url: str) -> CreateMasterSlavePoolResponse:
    with ElbClient(base_url=url, token="a-token", project_id=PROJECT_ID) as client:
        return client.create_master_slave_pool(request_example())


def call_sync_with_model(url: str) -> CreateMasterSlavePoolResponse:
    with ElbClient(base_url=url, token="a-token") as client:
        body = CreateMasterSlavePoolRequestBody.model_validate(request_example())
        return client.create_master_slave_pool(body, project_id=PROJECT_ID)


def call_async(url: str) -> CreateMasterSlavePoolResponse:
    async def call() -> CreateMasterSlavePoolResponse:
        async with AsyncElbClient(base_url=url, token="a-token", project_id=PROJECT_ID) as client:
            return await client.create_master_slave_pool(request_example())

    return asyncio.run(call())


def call_vendor(url: str) -> Any:
    credentials = BasicCredentials("an-access-key", "a-secret-key", PROJECT_ID)
    config = HttpConfig.get_default_config()
    client = (
        vendor.ElbClient.new_builder()
        .with_http_config(config)
        .with_credentials(credentials)
        .with_endpoint(url)
        .build()
    )
    return client.create_master_slave_pool(vendor_request())


def vendor_request() -> Any:
    pool = dict(request_example()["pool"])
    pool["members"] = [vendor.CreateMasterSlaveMemberOption(**member) for member in pool["members"]]
    pool["healthmonitor"] = vendor.CreateMasterSlaveHealthMonitorOption(**pool["healthmonitor"])
    body = vendor.CreateMasterSlavePoolRequestBody(pool=vendor.CreateMasterSlavePoolOption(**pool))
    return vendor.CreateMasterSlavePoolRequest(body=body)


def on_the_wire(received: Received) -> tuple[Any, ...]:
    """What has to be the same: request line, content type, and the body as JSON."""
    return received.method, received.target, received.headers["content-type"], received.json()


@pytest.mark.parametrize("call", [call_sync, call_sync_with_model, call_async])
def test_the_request_is_the_one_that_the_vendors_client_sends(server: Server, call: Any) -> None:
    call(server.url)
    call_vendor(server.url)
    ours, vendors = server.received
    assert on_the_wire(ours) == on_the_wire(vendors)
    assert ours.target == PATH
    assert ours.headers["x-auth-token"] == "a-token"


@pytest.mark.parametrize("call", [call_sync, call_sync_with_model, call_async])
def test_the_page_s_response_is_read_whole_and_as_the_vendor_s_client_reads_it(
    server: Server, call: Any
) -> None:
    result = call(server.url)
    assert isinstance(result, CreateMasterSlavePoolResponse)
    assert result.deviations == ()
    assert result.to_json() == response_example()
    theirs = call_vendor(server.url)
    assert result.request_id == theirs.request_id
    assert result.pool is not None
    assert result.pool.members is not None
    assert [member.address for member in result.pool.members] == [
        member.address for member in theirs.pool.members
    ]
    assert result.pool.created_at is not None
    assert result.pool.created_at.isoformat() == "2021-03-26T01:33:12+00:00"


def create_by_name(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """A pool by either client, as the page has it: keys from the environment, the region by its name."""
    monkeypatch.setenv("CLOUD_SDK_AK", "an-access-key")
    monkeypatch.setenv("CLOUD_SDK_SK", "a-secret-key")
    monkeypatch.setenv("HUAWEICLOUD_SDK_PROJECT_ID", PROJECT_ID)
    monkeypatch.setenv("HUAWEICLOUD_SDK_REGION_ELB_CN_NORTH_4", url)
    with ElbClient(region="cn-north-4") as client:
        assert client.create_master_slave_pool(request_example()).pool is not None
    credentials = BasicCredentials(os.environ["CLOUD_SDK_AK"], os.environ["CLOUD_SDK_SK"], PROJECT_ID)
    theirs = (
        vendor.ElbClient.new_builder()
        .with_credentials(credentials)
        .with_region(ElbRegion.value_of("cn-north-4"))
        .build()
    )
    assert theirs.create_master_slave_pool(vendor_request()).pool is not None


def test_the_page_s_scenario_is_signed_alike_by_both(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    create_by_name(monkeypatch, server.url)
    ours, theirs = server.received
    assert on_the_wire(ours) == on_the_wire(theirs)
    for received in (ours, theirs):
        assert is_signed(*attributes(received), "a-secret-key")
        assert not is_signed(*attributes(received), "another-key")
    names = [
        received.headers["authorization"].split("SignedHeaders=")[1].split(",")[0]
        for received in (ours, theirs)
    ]
    assert set(names[0].split(";")) >= {"content-type", "host", "x-project-id", "x-sdk-date"}


def test_the_page_s_scenario_passes_a_server_that_verifies_signatures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    api = read_api(ROOT / "spec" / "elb-v3.yaml")
    with MockServer(api, secrets={"an-access-key": "a-secret-key"}) as mock:
        create_by_name(monkeypatch, mock.url)
    assert [exchange.status for exchange in mock.exchanges] == [201, 201]


def attributes(received: Received) -> tuple[str, str, dict[str, str], bytes]:
    return received.method, received.target, received.headers, received.body
