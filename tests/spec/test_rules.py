"""Every rule of the description can be broken alone, and is then told alone."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Any

import elb_client
import pytest
from support.bodies import schema, values_by_field
from support.oracle import failing_rules, rules_of
from support.page import description, request_example
from support.paths import ROOT

REQUEST_SCHEMAS = (
    "CreateMasterSlavePoolOption",
    "CreateMasterSlaveMemberOption",
    "CreateMasterSlaveHealthMonitorOption",
    "CreatePoolSessionPersistenceOption",
)
RULES = {rule["id"]: name for name in REQUEST_SCHEMAS for rule in rules_of(schema(name))}


def never_alone() -> set[str]:
    """The rules that NOTES.md says cannot be broken alone by a whole body."""
    text = (ROOT / "spec" / "NOTES.md").read_text("utf-8")
    section = text.partition("Rules that cannot be broken alone")[2].partition("Every other client rule")[0]
    return set(re.findall(r"^- `([a-z0-9-]+)`", section, re.MULTILINE))


def told(body: Any) -> tuple[set[str], bool]:
    """The rules that the client says a body breaks, and whether it breaks anything else."""
    violations = elb_client.check("CreateMasterSlavePool", body, project_id="p")
    return {violation.rule for violation in violations} - {""}, any(not v.rule for v in violations)


@cache
def witnesses() -> dict[str, Any]:
    """For each rule a body that breaks it and nothing else: a sound body with one field set or dropped."""
    found: dict[str, Any] = {}
    for body in sound_bases():
        assert told(body) == (set(), False)
        for changed in single_changes(body):
            rules, is_otherwise_broken = told(changed)
            if len(rules) == 1 and not is_otherwise_broken:
                found.setdefault(rules.pop(), changed)
    return found


def sound_bases() -> Iterator[Any]:
    """A sound body for every protocol, with and without subnets, stickiness and each kind of health check."""
    for protocol, in_subnet, is_sticky in product(("TCP", "UDP", "QUIC"), (True, False), (True, False)):
        for kind in ("TCP", "HTTP", "HTTPS") if protocol == "TCP" else ("UDP_CONNECT",):
            body = copy.deepcopy(request_example())
            pool = body["pool"]
            pool["protocol"] = protocol
            pool["healthmonitor"] = {"type": kind, "delay": 2, "timeout": 1, "max_retries": 1}
            if is_sticky or protocol == "QUIC":
                pool["session_persistence"] = {"type": "SOURCE_IP"}
            if in_subnet or protocol != "TCP":
                for member in pool["members"]:
                    member["subnet_cidr_id"] = "s"
            yield body


def single_changes(body: Any) -> Iterator[Any]:
    """Copies of a body with one field set to a likely value, or dropped, or with one member more."""
    values = values_by_field()
    for path in object_paths(body):
        here = at(body, path)
        for field in [
            *here,
            *schema(NAMES[path[-1] if not isinstance(path[-1], int) else "members"])["properties"],
        ]:
            for value in [*values.get(field, ()), DROPPED]:
                changed = copy.deepcopy(body)
                target = at(changed, path)
                if value is DROPPED:
                    target.pop(field, None)
                else:
                    target[field] = copy.deepcopy(value)
                yield changed
    for role in ("master", "slave"):
        changed = copy.deepcopy(body)
        changed["pool"]["members"].append({**changed["pool"]["members"][0], "role": role})
        yield changed


DROPPED = object()
NAMES = {
    "pool": "CreateMasterSlavePoolOption",
    "members": "CreateMasterSlaveMemberOption",
    "healthmonitor": "CreateMasterSlaveHealthMonitorOption",
    "session_persistence": "CreatePoolSessionPersistenceOption",
}


def object_paths(body: Any) -> list[tuple[str | int, ...]]:
    paths: list[tuple[str | int, ...]] = [("pool",), ("pool", "healthmonitor")]
    paths += [("pool", "members", index) for index in range(len(body["pool"]["members"]))]
    return paths + [("pool", "session_persistence")] * ("session_persistence" in body["pool"])


def at(value: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        value = value[part]
    return value


@pytest.mark.parametrize("rule", sorted(set(RULES) - never_alone()))
def test_a_body_breaks_only_this_rule_and_the_error_names_it(rule: str) -> None:
    assert rule in witnesses(), "no body was found that breaks only this rule"
    body = witnesses()[rule]
    assert failing_rules("CreateMasterSlavePoolRequestBody", body) == {rule}
    violations = elb_client.check("CreateMasterSlavePool", body, project_id="p")
    error = elb_client.RequestValidationError("CreateMasterSlavePool", violations)
    assert {violation.rule for violation in error.violations} == {rule}
    assert rule in str(error)
    assert all(violation.source and violation.message for violation in error.violations)


@pytest.mark.parametrize("rule", sorted(never_alone()))
def test_a_rule_that_no_body_breaks_alone_is_broken_alone_by_its_own_object(rule: str) -> None:
    assert rule not in witnesses()
    fields = schema(RULES[rule])["properties"]
    choices = [[DROPPED, *node.get("enum", values_by_field()[name])] for name, node in fields.items()]
    objects = [
        {name: value for name, value in zip(fields, chosen, strict=True) if value is not DROPPED}
        for chosen in product(*choices)
    ]
    assert any(failing_rules(RULES[rule], value) == {rule} for value in objects)


def test_the_rules_that_are_checked_here_are_the_rules_of_the_contract() -> None:
    assert len(RULES) >= 25
    everywhere = {
        rule["id"] for node in description()["components"]["schemas"].values() for rule in rules_of(node)
    }
    assert everywhere == set(RULES)
    assert never_alone() <= everywhere
