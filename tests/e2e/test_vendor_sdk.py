"""The generated client beside the vendor's own, against one socket."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from elb_client import AsyncElbClient, ElbClient
from elb_client.models import CreateMasterSlavePoolRequestBody, CreateMasterSlavePoolResponse
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.http.http_config import HttpConfig
from huaweicloudsdkelb import v3 as vendor
from support.page import PATH, PROJECT_ID, request_example, response_example
from support.server import Answer, Received, Server, serving

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
    pool = dict(request_example()["pool"])
    pool["members"] = [vendor.CreateMasterSlaveMemberOption(**member) for member in pool["members"]]
    pool["healthmonitor"] = vendor.CreateMasterSlaveHealthMonitorOption(**pool["healthmonitor"])
    body = vendor.CreateMasterSlavePoolRequestBody(pool=vendor.CreateMasterSlavePoolOption(**pool))
    return client.create_master_slave_pool(vendor.CreateMasterSlavePoolRequest(body=body))


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
