"""Injected faults, as clients see them."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from elb_client import APIConnectionError, APITimeoutError, ElbClient, InternalServerError, RateLimitError
from mock.serving import Serve, Served
from oasmith.mock import MockServer
from support.page import PATH, PROJECT_ID, request_example
from support.paths import SPEC

pytestmark = pytest.mark.filterwarnings("ignore::elb_client.AdviceWarning")

TOKEN = {"X-Auth-Token": "t"}


@pytest.fixture(scope="module")
def served(serve: Serve) -> Served:
    return serve(SPEC)


def _client(server: MockServer, headers: dict[str, str] | None = None, timeout: float = 10) -> ElbClient:
    http = httpx2.Client(headers=headers, timeout=timeout)
    return ElbClient(token="t", project_id=PROJECT_ID, base_url=server.url, http_client=http)


def test_late_responses(serve: Serve) -> None:
    served = serve(SPEC, latency=3_600_000)
    with pytest.raises(APITimeoutError):
        _client(served.server, timeout=0.1).create_master_slave_pool(request_example())
    _client(served.server, {"X-Mock-Latency": "1"}).create_master_slave_pool(request_example())
    assert served.server.exchanges[-1].milliseconds >= 1
    with pytest.raises(APITimeoutError):
        _client(served.server, {"X-Mock-Latency": "3600000"}, timeout=0.1).create_master_slave_pool(
            request_example()
        )
    _client(served.server, {"X-Mock-Latency": "0"}).create_master_slave_pool(request_example())
    assert served.server.exchanges[-1].milliseconds < 80


def test_errors_by_header_are_in_the_descriptions_own_schema(served: Served) -> None:
    server = served.server
    with pytest.raises(InternalServerError) as caught:
        _client(server, {"X-Mock-Error": "503"}).create_master_slave_pool(request_example())
    assert (caught.value.status_code, caught.value.error_code) == (503, "service_unavailable")
    with pytest.raises(RateLimitError):
        _client(server, {"X-Mock-Error": "429"}).create_master_slave_pool(request_example())


def test_a_dropped_connection(served: Served) -> None:
    server = served.server
    with pytest.raises(APIConnectionError) as caught:
        _client(server, {"X-Mock-Drop": "1"}).create_master_slave_pool(request_example())
    assert not isinstance(caught.value, APITimeoutError)
    assert server.exchanges[-1].status is None
    _client(server).create_master_slave_pool(request_example())


def test_only_the_connection_of_the_request_is_dropped(served: Served) -> None:
    with httpx2.Client(base_url=served.server.url) as other:
        other.get("/")
        with pytest.raises(httpx2.RemoteProtocolError):
            served.http.get("/", headers={"X-Mock-Drop": "1"})
        other.get("/")


def test_a_slow_body_is_complete(served: Served) -> None:
    fast = served.http.post(PATH, json=request_example(), headers=TOKEN)
    rate = str(len(fast.content) * 5)
    slow = served.http.post(PATH, json=request_example(), headers={**TOKEN, "X-Mock-Slow": rate})
    assert slow.content == fast.content
    assert slow.headers["Content-Length"] == str(len(fast.content))
    headers = {**TOKEN, "X-Mock-Slow": "1"}
    with served.http.stream("POST", PATH, json=request_example(), headers=headers, timeout=0.1) as slower:
        assert slower.headers["Content-Length"] == str(len(fast.content))
        with pytest.raises(httpx2.ReadTimeout):
            slower.read()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Latency", "soon"),
        ("Latency", "-1"),
        ("Error", "200"),
        ("Drop", "yes"),
        ("Slow", "0"),
        ("Slow", "nan"),
    ],
)
def test_an_invalid_header_is_reported(served: Served, name: str, value: str) -> None:
    response = served.http.get("/", headers={f"X-Mock-{name}": value})
    assert response.status_code == 400
    assert f"X-Mock-{name}" in response.json()["error_msg"]


def _statuses(server: MockServer, count: int) -> list[Any]:
    with httpx2.Client(base_url=server.url, headers=TOKEN) as http:
        for _ in range(count):
            try:
                http.post(PATH, json=request_example())
            except httpx2.TransportError:
                continue
    return [exchange.status for exchange in server.exchanges[-count:]]


def test_a_share_of_requests_fails_or_is_lost_by_the_seed(serve: Serve) -> None:
    first = _statuses(serve(SPEC, seed=4, error_rate=0.3, drop_rate=0.2).server, 60)
    again = _statuses(serve(SPEC, seed=4, error_rate=0.3, drop_rate=0.2).server, 60)
    other = _statuses(serve(SPEC, seed=5, error_rate=0.3, drop_rate=0.2).server, 60)
    assert first == again != other
    assert set(first) == {201, 503, None}
    assert 5 < first.count(503) < 30
    assert 3 < first.count(None) < 25
    assert set(_statuses(serve(SPEC, error_rate=1).server, 5)) == {503}


def test_a_server_stops_before_a_late_response(serve: Serve) -> None:
    server = serve(SPEC).server
    with pytest.raises(httpx2.TimeoutException):
        httpx2.get(server.url, headers={"X-Mock-Latency": "3600000"}, timeout=0.1)
    server.__exit__(None, None, None)
    with pytest.raises(RuntimeError, match="not running"):
        _ = server.url
