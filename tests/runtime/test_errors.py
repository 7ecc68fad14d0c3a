"""What a client raises, over real sockets."""

from __future__ import annotations

import asyncio
import json
import socket
from typing import Any

import elb_client
import pytest
import requests
from elb_client import AsyncElbClient, ElbClient
from huaweicloudsdkcore.exceptions.exception_handler import DefaultExceptionHandler
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from support.page import PROJECT_ID, request_example
from support.server import Answer, serving

pytestmark = pytest.mark.filterwarnings("ignore::elb_client.AdviceWarning")

STATUSES = {
    400: elb_client.BadRequestError,
    401: elb_client.AuthenticationError,
    403: elb_client.PermissionDeniedError,
    404: elb_client.NotFoundError,
    409: elb_client.ConflictError,
    422: elb_client.UnprocessableEntityError,
    429: elb_client.RateLimitError,
    500: elb_client.InternalServerError,
    503: elb_client.InternalServerError,
    418: elb_client.APIStatusError,
}


def call(url: str, **options: Any) -> Any:
    with ElbClient(base_url=url, token="a-token", project_id=PROJECT_ID, **options) as client:
        return client.create_master_slave_pool(request_example())


def call_async(url: str, **options: Any) -> Any:
    async def run() -> Any:
        async with AsyncElbClient(base_url=url, token="a-token", project_id=PROJECT_ID, **options) as client:
            return await client.create_master_slave_pool(request_example())

    return asyncio.run(run())


@pytest.fixture(params=[call, call_async], ids=["sync", "async"])
def caller(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.mark.parametrize("status", STATUSES)
def test_an_error_status_is_an_exception_of_its_class(caller: Any, status: int) -> None:
    body = {"error_code": "ELB.8904", "error_msg": "Quota exceeded.", "request_id": "from-body"}
    with (
        serving(Answer.of_json(body, status, X_Request_Id="from-header")) as server,
        pytest.raises(elb_client.APIStatusError) as raised,
    ):
        caller(server.url)
    error = raised.value
    assert type(error) is STATUSES[status]
    assert (error.status_code, error.error_code, error.error_msg) == (status, "ELB.8904", "Quota exceeded.")
    assert error.request_id == "from-header"
    assert error.headers["X-Request-Id"] == "from-header"
    assert error.body == body
    assert "a-token" not in str(error)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"errorCode": "a", "errorMsg": "b"}, ("a", "b", None)),
        ({"code": "a", "message": "b", "request_id": "c"}, ("a", "b", "c")),
        ({"error": {"code": 5, "message": "b"}}, ("5", "b", None)),
        ({"badRequest": {"error_code": "a", "error_msg": "b"}}, ("a", "b", None)),
        ([1], (None, "[1]", None)),
        ({}, (None, None, None)),
    ],
)
def test_every_known_shape_of_an_error_body_is_understood(body: Any, told: Any) -> None:
    with serving(Answer.of_json(body, 400)) as server, pytest.raises(elb_client.BadRequestError) as raised:
        call(server.url)
    assert (raised.value.error_code, raised.value.error_msg, raised.value.request_id) == told


SHAPES: list[Any] = [
    {"error_code": "a", "error_msg": "b"},
    {"errorCode": "a", "errorMsg": "b"},
    {"code": "a", "message": "b"},
    {"error": {"code": "a", "message": "b"}},
    {"outer": 1, "fault": {"errorCode": "a", "errorMsg": "b"}},
    {"encoded_authorization_message": "x", "error_code": "a", "error_msg": "b"},
    "only text",
]


@pytest.mark.parametrize("body", SHAPES, ids=str)
def test_an_error_tells_what_the_vendor_s_client_tells(body: Any) -> None:
    theirs = requests.Response()
    theirs.status_code = 403
    theirs._content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    theirs.headers["X-Request-Id"] = "r"
    with pytest.raises(ClientRequestException) as expected:
        DefaultExceptionHandler().handle_exception(None, theirs)
    answer = Answer(403, theirs.content, {"Content-Type": "application/json", "X-Request-Id": "r"})
    with serving(answer) as server, pytest.raises(elb_client.PermissionDeniedError) as raised:
        call(server.url)
    ours = raised.value
    assert (ours.error_msg, ours.request_id) == (expected.value.error_msg, expected.value.request_id)
    assert (ours.error_code or "403") == expected.value.error_code


def test_what_a_service_encodes_about_a_refusal_is_told() -> None:
    body = {"encoded_authorization_message": "x-y-z"}
    with serving(Answer.of_json(body, 403)) as server, pytest.raises(elb_client.APIError, match="x-y-z"):
        call(server.url)


def test_a_message_says_what_was_called_what_came_back_and_the_request_id(caller: Any) -> None:
    body = {"error_code": "ELB.8904", "error_msg": "Quota exceeded."}
    with (
        serving(Answer.of_json(body, 409, X_Request_Id="r-7")) as server,
        pytest.raises(elb_client.ConflictError) as raised,
    ):
        caller(server.url)
    url = f"{server.url}/v3/{PROJECT_ID}/elb/master-slave-pools"
    assert str(raised.value) == f"POST {url} returned 409: ELB.8904: Quota exceeded. (request r-7)"
    assert raised.value.error == elb_client.models.ErrorResponse(**body)


def test_an_error_body_that_is_no_json_is_kept_as_text() -> None:
    answer = Answer(502, b"<h1>Bad gateway</h1>", {"Content-Type": "text/html"})
    with serving(answer) as server, pytest.raises(elb_client.InternalServerError) as raised:
        call(server.url)
    assert raised.value.body == raised.value.error_msg == "<h1>Bad gateway</h1>"


def test_no_server_is_a_connection_error(caller: Any) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(elb_client.APIConnectionError) as raised:
        caller(url)
    assert raised.value.__cause__ is not None


def test_a_closed_connection_is_a_connection_error(caller: Any) -> None:
    with (
        serving(Answer(close_without_answer=True)) as server,
        pytest.raises(elb_client.APIConnectionError),
    ):
        caller(server.url)


def test_a_late_answer_is_a_timeout_and_a_connection_error(caller: Any) -> None:
    with serving(Answer(delay=30)) as server, pytest.raises(elb_client.APITimeoutError) as raised:
        caller(server.url, timeout=0.1)
    assert isinstance(raised.value, elb_client.APIConnectionError)


def test_a_call_s_own_timeout_wins() -> None:
    with (
        serving(Answer(delay=30)) as server,
        ElbClient(base_url=server.url, token="t", project_id=PROJECT_ID) as client,
        pytest.raises(elb_client.APITimeoutError),
    ):
        client.create_master_slave_pool(request_example(), timeout=0.1)


def test_without_credentials_nothing_is_sent() -> None:
    with (
        serving(Answer()) as server,
        ElbClient(base_url=server.url, project_id=PROJECT_ID) as client,
    ):
        with pytest.raises(elb_client.CredentialsError, match="give the client token= or access_key="):
            client.create_master_slave_pool(request_example())
        assert server.received == []


def test_an_unknown_region_lists_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"region='mars-1' is unknown; it is one of .*cn-north-4"):
        # A type checker refuses the region, too; here it has to get as far as the client.
        ElbClient(token="t", region="mars-1")  # type: ignore[arg-type]


def test_connections_are_reused() -> None:
    answer = Answer.of_json({"request_id": "r"}, 201)
    with serving(answer) as server, ElbClient(base_url=server.url, token="t", project_id="p") as client:
        for _ in range(3):
            client.create_master_slave_pool(request_example())
        assert (len(server.received), server.connections) == (3, 1)
