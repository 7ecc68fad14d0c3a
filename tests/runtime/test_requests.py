"""Requests are held to the description: every keyword of it, before anything is sent."""

from __future__ import annotations

import copy
import math
import re
from typing import Any

import elb_client
import pytest
from elb_client import AdviceWarning, ElbClient, RequestValidationError
from elb_client import models as m
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError as ModelError
from support.bodies import ANY_BODIES, JSON, sound_bodies
from support.oracle import oracle
from support.page import PROJECT_ID, description, request_example, response_example
from support.server import Answer, serving

pytestmark = pytest.mark.filterwarnings("ignore::elb_client.AdviceWarning")

OPERATION = "CreateMasterSlavePool"


@given(ANY_BODIES)
def test_the_verdict_on_a_body_is_that_of_jsonschema(body: Any) -> None:
    violations = elb_client.check(OPERATION, body, project_id=PROJECT_ID)
    assert (violations == ()) == oracle("CreateMasterSlavePoolRequestBody").is_valid(body)


@given(sound_bodies())
def test_a_sound_body_passes_as_mapping_and_as_model_and_is_sent_as_it_is(body: Any) -> None:
    assert elb_client.check(OPERATION, body, project_id=PROJECT_ID) == ()
    model = m.CreateMasterSlavePoolRequestBody.model_validate(body)
    assert model.to_json() == body
    assert elb_client.check(OPERATION, model, project_id=PROJECT_ID) == ()


@given(JSON)
def test_the_verdict_on_a_parameter_is_that_of_jsonschema(value: Any) -> None:
    (parameter,) = description()["paths"]["/v3/{project_id}/elb/master-slave-pools"]["post"]["parameters"]
    is_valid = value is not None and Draft202012Validator(parameter["schema"]).is_valid(value)
    violations = elb_client.check(OPERATION, request_example(), project_id=value)
    assert (violations == ()) == is_valid
    assert all(violation.location == "path" for violation in violations)


def broken() -> Any:
    """A body with violations in four places."""
    body = request_example_copy()
    pool = body["pool"]
    pool["name"] = None
    pool["protocol"] = "QUIC"
    pool["members"][0]["protocol_port"] = "80"
    pool["healthmonitor"]["delay"] = True
    return body


def request_example_copy() -> Any:
    return copy.deepcopy(request_example())


def test_every_violation_is_told_at_once_in_document_order() -> None:
    with serving(Answer()) as server, ElbClient(base_url=server.url, token="t", project_id="p") as client:
        with pytest.raises(RequestValidationError) as raised:
            client.create_master_slave_pool(broken())
        assert server.received == []
    error = raised.value
    assert isinstance(error, ValueError)
    assert [(violation.pointer, violation.rule) for violation in error.violations] == [
        ("/pool", "quic-needs-source-ip-stickiness"),
        ("/pool/name", ""),
        ("/pool/protocol", "member-without-subnet-needs-tcp"),
        ("/pool/members/0/protocol_port", ""),
        ("/pool/healthmonitor/type", "health-type-quic"),
        ("/pool/healthmonitor/delay", ""),
    ]
    stickiness = error.violations[0]
    assert stickiness.source == "Table 5, type"
    assert "session_persistence" in stickiness.message
    assert error.violations[3].value == "80"
    for violation in error.violations:
        assert str(violation) in str(error)


def test_a_missing_parameter_is_a_violation() -> None:
    (violation,) = elb_client.check(OPERATION, request_example())
    assert violation.location == "path"
    assert "project_id" in violation.message


@pytest.mark.parametrize("value", ["", ".", ".."])
def test_a_path_parameter_never_changes_the_address(value: str) -> None:
    with serving(Answer()) as server, ElbClient(base_url=server.url, token="t", project_id=value) as client:
        with pytest.raises(RequestValidationError, match="would change the path"):
            client.create_master_slave_pool(request_example())
        assert server.received == []


def test_a_path_parameter_is_percent_encoded() -> None:
    answer = Answer.of_json(response_example(), 201)
    with serving(answer) as server, ElbClient(base_url=server.url, token="t", project_id="a/b ?é") as client:
        client.create_master_slave_pool(request_example())
    assert server.received[0].target == "/v3/a%2Fb%20%3F%C3%A9/elb/master-slave-pools"


def test_check_needs_no_client_and_a_client_knows_its_own_parameters() -> None:
    assert elb_client.check(OPERATION, request_example(), project_id="p") == ()
    with ElbClient(token="t", project_id="p") as client:
        assert client.check(OPERATION, request_example()) == ()
        assert len(client.check(OPERATION, broken())) == 6


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("CreateMasterSlavePools", "; did you mean 'CreateMasterSlavePool'?"),
        ("create_master_slave_pool", "; did you mean 'CreateMasterSlavePool'?"),
        ("x", ""),
        (None, ""),
    ],
)
def test_check_of_an_unknown_operation_names_the_nearest(name: Any, hint: str) -> None:
    with ElbClient(token="t", project_id="p") as client:
        for check in (elb_client.check, client.check):
            with pytest.raises(KeyError) as raised:
                check(name, {})
            assert raised.value.args == (f"there is no operation {name!r}{hint}",)


@pytest.mark.parametrize(
    ("build", "told"),
    [
        (lambda: monitor(type="TCP", url_path="/"), "url-path-only-http"),
        (lambda: monitor(type="HTTPS", domain_name="a"), "domain-name-only-http"),
        (
            lambda: m.CreateMasterSlaveMemberOption(address="::1", role="master"),
            "address-ipv4-without-subnet",
        ),
        (
            lambda: m.CreatePoolSessionPersistenceOption(type="SOURCE_IP", cookie_name="c"),
            "cookie-name-only-app-cookie",
        ),
        (lambda: pool(type="instance"), "instance-needs-vpc"),
        (lambda: pool(protocol="UDP"), "health-type-udp"),
        (lambda: pool(lb_algorithm="QUIC_CID"), "quic-cid-only-quic"),
    ],
)
def test_a_rule_is_checked_where_the_object_is_built(build: Any, told: str) -> None:
    with pytest.raises(ModelError, match=re.escape(told)):
        build()


def monitor(**fields: Any) -> m.CreateMasterSlaveHealthMonitorOption:
    return m.CreateMasterSlaveHealthMonitorOption(**{"delay": 10, "max_retries": 3, "timeout": 5, **fields})


def pool(**fields: Any) -> m.CreateMasterSlavePoolOption:
    return m.CreateMasterSlavePoolOption.model_validate({**request_example()["pool"], **fields})


@pytest.mark.parametrize("value", ["80", 80.5, True, None])
def test_a_model_coerces_nothing(value: Any) -> None:
    with pytest.raises(ModelError):
        monitor(type="TCP", delay=value)
    assert elb_client.check(
        OPERATION, _with_monitor(delay=value), project_id="p"
    ), "the same as a mapping is refused too"


def _with_monitor(**fields: Any) -> Any:
    body = request_example_copy()
    body["pool"]["healthmonitor"].update(fields)
    return body


def test_a_model_is_checked_again_when_it_is_sent() -> None:
    body = m.CreateMasterSlavePoolRequestBody.model_validate(request_example())
    body.pool.protocol = "UDP"
    with serving(Answer()) as server, ElbClient(base_url=server.url, token="t", project_id="p") as client:
        with pytest.raises(RequestValidationError) as raised:
            client.create_master_slave_pool(body)
        assert server.received == []
    assert {violation.rule for violation in raised.value.violations} == {
        "health-type-udp",
        "member-without-subnet-needs-tcp",
    }


def test_a_wrong_value_put_into_a_model_is_sent_to_the_check_as_it_is() -> None:
    body = m.CreateMasterSlavePoolRequestBody.model_validate(request_example())
    body.pool.members[0].protocol_port = True
    (violation,) = elb_client.check(OPERATION, body, project_id="p")
    assert (violation.pointer, violation.value) == ("/pool/members/0/protocol_port", True)


def test_what_is_unset_is_not_sent_and_an_explicit_none_is_refused_where_null_is_not_allowed() -> None:
    body = m.CreateMasterSlavePoolRequestBody.model_validate(request_example())
    assert body.to_json() == request_example()
    body.pool.name = None
    assert body.to_json()["pool"]["name"] is None
    (violation,) = elb_client.check(OPERATION, body, project_id="p")
    assert violation.pointer == "/pool/name"


def test_advice_is_a_warning_and_the_request_is_sent() -> None:
    answer = Answer.of_json(response_example(), 201)
    with serving(answer) as server, ElbClient(base_url=server.url, token="t", project_id="p") as client:
        with pytest.warns(AdviceWarning, match=r"/pool/healthmonitor: .*health-timeout-below-delay; Table 7"):
            client.create_master_slave_pool(request_example())
        assert len(server.received) == 1


@given(st.floats(allow_nan=True))
def test_a_number_that_json_cannot_write_is_refused(value: float) -> None:
    violations = elb_client.check(OPERATION, _with_monitor(delay=value), project_id="p")
    assert bool(violations) == (not (math.isfinite(value) and value == int(value) and 1 <= value <= 50))
