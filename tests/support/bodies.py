"""Request bodies for the ELB operation, sound and broken, for Hypothesis."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

from hypothesis import strategies as st

from support.page import description, request_example

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 70000),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.text(max_size=6),
    st.sampled_from(["x" * 37, "x" * 300]),
    st.sampled_from(["", "/", "200", "200\n", "10.0.0.1", "::1", "300.1.1.1", "01.2.3.4", "é"]),
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)


def schema(name: str) -> Any:
    """A component schema as the description has it."""
    return description()["components"]["schemas"][name]


_ALGORITHMS = ["ROUND_ROBIN", "LEAST_CONNECTIONS", "SOURCE_IP", "QUIC_CID"]
_ROLES = st.permutations(["master", "slave"])


@st.composite
def sound_bodies(draw: st.DrawFn) -> Any:
    """Bodies that keep every rule, over every protocol, type and health check the API takes."""
    protocol = draw(st.sampled_from(["TCP", "UDP", "QUIC"]))
    in_subnet = protocol != "TCP" or draw(st.booleans())
    any_port = draw(st.booleans())
    pool: dict[str, Any] = {
        "protocol": protocol,
        "lb_algorithm": draw(st.sampled_from(_ALGORITHMS[: 4 if protocol == "QUIC" else 3])),
        "members": [draw(_members(role, in_subnet, any_port)) for role in draw(_ROLES)],
        "healthmonitor": draw(_health_monitors(protocol)),
        **draw(st.sampled_from([{"type": "ip"}, {"type": "instance", "vpc_id": "v" * 36}])),
        **draw(st.sampled_from([{}, {"listener_id": "l"}, {"loadbalancer_id": "b"}])),
        **draw(_some({"name": st.text(max_size=255), "description": st.text(max_size=255),
                      "project_id": st.just("p" * 32), "ip_version": st.sampled_from(["v4", "dualstack"])})),
    }  # fmt: skip
    if any_port or draw(st.booleans()):
        pool["any_port_enable"] = any_port
    if protocol == "QUIC" or draw(st.booleans()):
        pool["session_persistence"] = {
            "type": "SOURCE_IP", **draw(_some({"persistence_timeout": st.integers(1, 60)})),
        }  # fmt: skip
    return {"pool": pool}


@st.composite
def _some(draw: st.DrawFn, fields: dict[str, st.SearchStrategy[Any]]) -> dict[str, Any]:
    return {name: draw(values) for name, values in fields.items() if draw(st.booleans())}


@st.composite
def _members(draw: st.DrawFn, role: str, in_subnet: bool, any_port: bool) -> dict[str, Any]:
    member: dict[str, Any] = {"role": role, "address": draw(st.ip_addresses(v=4).map(str))}
    if in_subnet:
        member["subnet_cidr_id"] = draw(st.text("abc-", min_size=1, max_size=36))
        member["address"] = draw(st.ip_addresses().map(str))
    if not any_port or draw(st.booleans()):
        member["protocol_port"] = draw(st.integers(1, 65535))
    return member | draw(_some({"admin_state_up": st.just(True), "name": st.text(max_size=255)}))


@st.composite
def _health_monitors(draw: st.DrawFn, protocol: str) -> dict[str, Any]:
    kind = draw(st.sampled_from(["TCP", "HTTP", "HTTPS"])) if protocol == "TCP" else "UDP_CONNECT"
    optional: dict[str, st.SearchStrategy[Any]] = {
        "name": st.text(max_size=255),
        "max_retries_down": st.integers(1, 10),
        "monitor_port": st.integers(1, 65535),
    }
    if kind in ("HTTP", "HTTPS"):
        optional |= {
            "url_path": st.sampled_from(["/", "/a/b.html?x&y#z", "/" + "a" * 79]),
            "expected_codes": st.sampled_from(["200", "200,202", "200, 202", "200-204"]),
            "http_method": st.sampled_from(["GET", "PATCH"]),
        }
    if kind == "HTTP":
        optional["domain_name"] = st.sampled_from(["a", "www.example.com", "9" * 100])
    limits = {"delay": 50, "timeout": 50, "max_retries": 10}
    needed = {name: draw(st.integers(1, most)) for name, most in limits.items()}
    return {"type": kind, **needed, **draw(_some(optional))}


@st.composite
def mutated(draw: st.DrawFn, bodies: st.SearchStrategy[Any]) -> Any:
    """A body in which something is dropped, added, retyped, swapped, repeated, or moved across a bound."""
    body = copy.deepcopy(draw(bodies))
    for _ in range(draw(st.integers(1, 3))):
        body = _mutate(draw, body)
    return body


_BOUNDS = [0, 1, -1, 10, 11, 50, 51, 60, 61, 1440, 1441, 65535, 65536, 1.0, 1.5]


def _mutate(draw: st.DrawFn, body: Any) -> Any:
    places = list(_places(body))
    if not places:
        return draw(JSON)
    container, key = draw(st.sampled_from(places))
    kind = draw(st.sampled_from(["drop", "retype", "swap", "bound", "add", "repeat"]))
    value = container[key]
    if kind == "drop":
        del container[key]
    elif kind == "retype":
        container[key] = draw(JSON)
    elif kind == "swap" and isinstance(key, str) and draw(st.booleans()):
        container[key] = copy.deepcopy(draw(st.sampled_from(values_by_field().get(key, [value]))))
    elif kind == "bound" and isinstance(value, (int, float)):
        container[key] = draw(st.sampled_from(_BOUNDS))
    elif kind == "bound" and isinstance(value, str):
        container[key] = draw(
            st.sampled_from(["", "x", "x" * 36, "x" * 37, "x" * 255, "x" * 256, value + "\n"])
        )
    elif kind == "repeat" and isinstance(container, list):
        container.append(copy.deepcopy(value))
    elif isinstance(container, dict):
        name = draw(st.sampled_from(sorted(values_by_field())) | st.text(max_size=4))
        container[name] = copy.deepcopy(draw(st.sampled_from(values_by_field().get(name, [None])) | JSON))
    return body


def _places(value: Any) -> Any:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])


@cache
def values_by_field() -> dict[str, list[Any]]:
    """Every value that any field of that name may have, and some for the others."""
    found: dict[str, list[Any]] = {
        "vpc_id": ["v"], "listener_id": ["l"], "loadbalancer_id": ["b"], "subnet_cidr_id": ["s", ""],
        "cookie_name": ["c", "c c"], "persistence_timeout": [1, 60, 61, 1440], "url_path": ["/", "x"],
        "domain_name": ["a", "-a"], "expected_codes": ["200", "2000", "200-"],
        "any_port_enable": [True, False],
        "admin_state_up": [True, False], "address": ["10.0.0.1", "::1", "nowhere"], "protocol_port": [1, 0],
        "session_persistence": [{"type": kind} for kind in ("SOURCE_IP", "HTTP_COOKIE", "APP_COOKIE")],
    }  # fmt: skip
    for name in (
        "CreateMasterSlavePoolOption",
        "CreateMasterSlaveMemberOption",
        "CreateMasterSlaveHealthMonitorOption",
        "CreatePoolSessionPersistenceOption",
    ):
        for field, node in schema(name)["properties"].items():
            if "enum" in node:
                found.setdefault(field, []).extend(node["enum"])
    return found


ANY_BODIES = st.one_of(
    sound_bodies(),
    mutated(sound_bodies()),
    mutated(st.just(request_example())),
    mutated(mutated(sound_bodies())),
    JSON,
).filter(lambda body: body is not None)
"""Bodies of every kind; None stands for no body and is none."""
