"""Answers are read as far as they can be: nothing is lost, and nothing crashes."""

from __future__ import annotations

import copy
import json
import logging
from collections.abc import Iterator
from functools import partial
from typing import Any

import elb_client
import pytest
from elb_client import ElbClient
from elb_client.models import CreateMasterSlavePoolResponse
from hypothesis import given
from hypothesis import strategies as st
from support.blocking import KINDS, of_kind
from support.bodies import JSON, mutated
from support.page import PROJECT_ID, request_example, response_example
from support.server import Answer, Received, Server, serving

pytestmark = pytest.mark.filterwarnings("ignore::elb_client.AdviceWarning")

ANY_JSON = JSON | mutated(st.just(response_example())) | mutated(mutated(st.just(response_example())))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(Answer()) as running:
        yield running


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def client(server: Server, kind: str) -> Iterator[ElbClient]:
    package = of_kind(elb_client, kind)
    with package.ElbClient(base_url=server.url, token="t", project_id=PROJECT_ID) as made:
        yield made


def answered(server: Server, client: ElbClient, raw: bytes, **options: Any) -> CreateMasterSlavePoolResponse:
    """What the client makes of a body with the promised status and content type."""
    server.answer = lambda received: Answer(201, raw)
    return client.create_master_slave_pool(request_example(), **options)


@given(data=ANY_JSON)
def test_whatever_json_comes_the_call_returns_and_nothing_is_lost(
    server: Server, client: ElbClient, data: Any
) -> None:
    raw = json.dumps(data).encode()
    result = answered(server, client, raw)
    assert isinstance(result, CreateMasterSlavePoolResponse)
    assert result.raw == raw
    if isinstance(data, dict):
        assert json.dumps(result.to_json(), sort_keys=True) == json.dumps(data, sort_keys=True)
    else:
        assert result.deviations


@given(raw=st.binary(max_size=40) | st.text(max_size=40).map(str.encode))
def test_whatever_bytes_come_there_is_a_result_or_the_one_exception(
    server: Server, client: ElbClient, raw: bytes
) -> None:
    try:
        result = answered(server, client, raw)
    except elb_client.APIResponseValidationError as error:
        assert error.raw == raw
        assert error.status_code == 201
    else:
        assert result.raw == raw


@given(data=ANY_JSON)
def test_strict_responses_raise_exactly_where_there_are_deviations(
    server: Server, client: ElbClient, data: Any
) -> None:
    raw = json.dumps(data).encode()
    tolerant = answered(server, client, raw)
    try:
        strict = answered(server, client, raw, strict_responses=True)
    except elb_client.APIResponseValidationError as error:
        assert error.deviations == tolerant.deviations != ()
        assert error.raw == raw
        assert isinstance(error.parsed, CreateMasterSlavePoolResponse)
    else:
        assert strict.deviations == tolerant.deviations == ()


def test_the_page_s_response_has_no_deviation(server: Server, client: ElbClient) -> None:
    raw = json.dumps(response_example()).encode()
    assert answered(server, client, raw, strict_responses=True).deviations == ()


def test_an_unknown_value_an_unknown_field_and_a_wrong_type_survive(
    server: Server, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    data = copy.deepcopy(response_example())
    data["pool"]["protocol"] = "SCTP"
    data["pool"]["members"][0]["protocol_port"] = "80"
    data["pool"]["zone"] = {"name": "az1"}
    data["pool"]["created_at"] = "yesterday"
    package = of_kind(elb_client, kind)
    with (
        package.ElbClient(base_url=server.url, token="t", project_id=PROJECT_ID) as client,
        caplog.at_level(logging.WARNING, logger="elb_client"),
    ):
        result = answered(server, client, json.dumps(data).encode())
    pool = result.pool
    assert pool is not None
    assert str(pool.protocol) == "SCTP"
    assert pool.model_extra == {"zone": {"name": "az1"}}
    # A field the description does not know is known to no type checker.
    assert pool.zone == {"name": "az1"}  # type: ignore[attr-defined]
    assert pool.healthmonitor is not None
    assert pool.healthmonitor.type == "HTTP"
    assert {(deviation.pointer, deviation.found) for deviation in result.deviations} == {
        ("/pool/protocol", "SCTP"),
        ("/pool/members/0/protocol_port", "80"),
        ("/pool/created_at", "yesterday"),
    }
    assert result.deviations[0].expected
    assert len(caplog.records) == 1
    assert "/pool/protocol" in caplog.text
    assert result.to_json() == data


@pytest.mark.parametrize("status", [200, 202, 299])
def test_a_success_status_that_the_description_does_not_know_is_read_all_the_same(
    server: Server, client: ElbClient, status: int
) -> None:
    server.answer = lambda received: Answer.of_json(response_example(), status)
    result = client.create_master_slave_pool(request_example())
    assert result.pool is not None
    assert result.pool.name == "My pool"


@pytest.mark.parametrize("status", [300, 304, 418, 499, 599])
def test_an_unknown_error_status_is_an_exception_with_everything_that_came(
    server: Server, client: ElbClient, status: int
) -> None:
    server.answer = lambda received: Answer(status, b"" if status == 304 else b'{"why": 1}')
    with pytest.raises(elb_client.APIStatusError) as raised:
        client.create_master_slave_pool(request_example())
    assert raised.value.status_code == status


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Answer(201, b""), "the body is empty"),
        (Answer(201, b'{"pool": {'), "EOF"),
        (
            Answer(201, b'{"pool": 1}', {"Content-Type": "application/json", "Content-Length": "500"}),
            "incomplete",
        ),
        (
            Answer(201, b"no gzip", {"Content-Type": "application/json", "Content-Encoding": "gzip"}),
            "incomplete or damaged",
        ),
    ],
)
def test_a_body_that_is_not_as_described_is_reported_with_its_beginning(
    kind: str, answer: Answer, told: str
) -> None:
    with (
        serving(answer) as server,
        of_kind(elb_client, kind).ElbClient(
            base_url=server.url, token="t", project_id="p", timeout=2
        ) as client,
        pytest.raises(elb_client.APIResponseValidationError, match=told) as raised,
    ):
        server.closes_after_answer = True
        client.create_master_slave_pool(request_example())
    error = raised.value
    assert error.status_code == 201
    assert dict(error.headers).keys() >= {"date"}
    assert len(str(error)) < 1500


def test_json_with_a_charset_or_a_suffix_is_json(server: Server, client: ElbClient) -> None:
    for content_type in ("application/json; charset=utf-8", "application/problem+json", "Application/JSON"):
        answer = Answer(201, b'{"request_id": "r"}', {"Content-Type": content_type})
        server.answer = partial(_always, answer)
        assert client.create_master_slave_pool(request_example()).request_id == "r"


def test_what_was_read_can_be_changed_and_sent_back(server: Server, client: ElbClient) -> None:
    data = copy.deepcopy(response_example())
    data["pool"]["zone"] = "az1"
    result = answered(server, client, json.dumps(data).encode())
    assert result.pool is not None
    result.pool.name = "another name"
    data["pool"]["name"] = "another name"
    assert result.to_json() == data
    assert json.loads(result.model_dump_json(by_alias=True, exclude_unset=True)) == data


def _always(answer: Answer, received: Received) -> Answer:
    return answer
