"""The vendor's naming rules on names of its own packages, and values of every kind as code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from oasmith.names import Identifier
from oasmith.products.vendor_sdk.go import GoCode
from oasmith.products.vendor_sdk.java import java_collections, java_value
from oasmith.products.vendor_sdk.naming import FAMILIES
from oasmith.products.vendor_sdk.python import python_value
from oasmith.products.vendor_sdk.values import Member, Type, Value, Values
from oasmith.quoting import Code, InexpressibleError
from oasmith.quoting.go import go_literal
from oasmith.quoting.java import java_comment, java_literal
from oasmith.schemas import Schemas

RULES = FAMILIES["huaweicloud"]


@pytest.mark.parametrize(
    ("wire_name", "python", "java", "go"),
    [
        ("lb_algorithm", "lb_algorithm", "LbAlgorithm", "LbAlgorithm"),
        (
            "enhance_l7policy_enable",
            "enhance_l7policy_enable",
            "EnhanceL7policyEnable",
            "EnhanceL7policyEnable",
        ),
        ("X-Forwarded-ELB-IP", "x_forwarded_elb_ip", "XForwardedELBIP", "XForwardedELBIP"),
        ("OS-EXT-STS:task_state", "os_ext_st_stask_state", "OsEXTSTSTaskState", "OSEXTSTStaskState"),
        ("os:scheduler_hints", "osscheduler_hints", "OsSchedulerHints", "OsschedulerHints"),
        ("alpha.cce/NodeImageID", "alpha_cce_node_image_id", "AlphaCceNodeImageID", "AlphaCceNodeImageID"),
        ("IPv4CIDR", "i_pv4_cidr", "Ipv4CIDR", "IPv4CIDR"),
        ("BYOL", "byol", "Byol", "Byol"),
        ("serverID", "server_id", "ServerID", "ServerID"),
        ("dim.0", "dim_0", "Dim0", "Dim0"),
        ("from", "_from", "From", "From"),
    ],
)
def test_properties_are_called_as_in_the_packages(wire_name: str, python: str, java: str, go: str) -> None:
    assert RULES.python.member(wire_name) == python
    assert RULES.java.member(wire_name) == java
    assert RULES.go.member(wire_name) == go


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("master", "MASTER"), ("nonProtection", "NON_PROTECTION"), ("text/plain", "TEXT_PLAIN"),
        ("301", "E_301"), ("95peak_plus", "E_95PEAK_PLUS"), ("", "EMPTY"), (">=", "GREATER_THAN_OR_EQUAL_TO"),
        ("application/json;charset=utf-8", "APPLICATION_JSONCHARSETUTF_8"), ("TLSv1.2", "TL_SV1_2"),
        ("PostgreSQL", "POSTGRE_SQL"), ("IPv4", "I_PV4"), ("HUMAN_MODEL_2D", "HUMAN_MODEL_2_D"),
        ("name:ASC", "NAMEASC"), ("config:policyAssignments", "CONFIGPOLICY_ASSIGNMENTS"),
        ("PUB|SUB", "PUB_SUB"), ("GaussDB(for MySQL)", "GAUSS_DB_FOR_MY_SQL"), (4, "E_4"), (-1, "E_MINUS_1"),
    ],
)  # fmt: skip
def test_constants_are_called_as_in_the_package_for_go(value: str | int, name: str) -> None:
    assert RULES.go_constants.name(value) == name


@pytest.mark.parametrize("name", ["", "名", "%", "-"])
def test_a_name_of_which_nothing_is_left_is_refused(name: str) -> None:
    for naming in (RULES.python, RULES.java, RULES.go):
        with pytest.raises(InexpressibleError, match="no name"):
            naming.member(name)


SCHEMAS: Mapping[str, Any] = {
    "Child": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}},
    "Heir": {"allOf": [{"$ref": "#/components/schemas/Child"}], "properties": {"size": {"type": "integer"}}},
}
CHILD = {"$ref": "#/components/schemas/Child"}
LEVEL = {"type": "string", "enum": ["low-level"], "x-vendor-sdk": {"enum": True}}


def valued(schema: Any, value: Any) -> Value:
    """A request with one optional member ``it``."""
    found = Values(Schemas(SCHEMAS)).of(schema, value, Identifier("Owner"), "it")
    return Value(Type("model", Identifier("Owner")), (Member("it", False, found),))


@pytest.mark.parametrize(
    ("schema", "value", "python", "java", "go", "variable"),
    [
        ({"type": "number"}, 1, "1", "1F", "&requestIt", "requestIt := float32(1)"),
        (
            {"type": "number", "format": "double"}, 0.5, "0.5", "0.5D",
            "&requestIt", "requestIt := float64(0.5)",
        ),
        (
            {"type": "integer", "format": "int64"}, 2**40, "1099511627776", "1099511627776L",
            "&requestIt", "requestIt := int64(1099511627776)",
        ),
        ({"type": "boolean"}, True, "True", "true", "&requestIt", "requestIt := true"),
        (
            LEVEL, "low-level", '"low-level"', 'Owner.ItEnum.fromValue("low-level")',
            "&requestIt", "requestIt := model.GetOwnerItEnum().LOW_LEVEL",
        ),
        (
            {"type": "array", "items": LEVEL}, ["low-level"], '["low-level"]',
            'List.of(Owner.ItEnum.fromValue("low-level"))',
            "&requestIt", "requestIt := []model.OwnerIt{model.GetOwnerItEnum().LOW_LEVEL}",
        ),
        (
            {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}}, [[1, 2], []],
            "[[1, 2], []]", "List.of(List.of(1, 2), List.of())",
            "&requestIt", "requestIt := [][]int32{{1, 2}, {}}",
        ),
        (
            {"type": "object", "additionalProperties": {"type": "string"}}, {"a b": "c"},
            '{"a b": "c"}', 'Map.ofEntries(Map.entry("a b", "c"))',
            'map[string]string{\n\t\t"a b": "c",\n\t}', None,
        ),
        (
            {"type": "array", "items": CHILD}, [{"id": "a"}],
            '[Child(id="a")]', 'List.of(\n        new Child()\n            .withId("a"))',
            "&requestIt", 'requestIt := []model.Child{\n\t{\n\t\tId: "a",\n\t},\n}',
        ),
        (
            {"$ref": "#/components/schemas/Heir"}, {"id": "a", "size": 1},
            'Heir(id="a", size=1)', 'new Heir()\n        .withId("a")\n        .withSize(1)',
            '&model.Heir{\n\t\tId:   "a",\n\t\tSize: &itSize,\n\t}', "itSize := int32(1)",
        ),
        (
            {}, {"a": [1, 2**31]}, '{"a": [1, 2147483648]}',
            'Map.ofEntries(Map.entry("a", List.of(1, 2147483648L)))', "&requestIt",
            'var requestIt interface{} = map[string]interface{}{\n\t"a": []interface{}{1, 2147483648},\n}',
        ),
    ],
)  # fmt: skip
def test_values_of_every_kind(
    schema: Any, value: Any, python: str, java: str, go: str, variable: str | None
) -> None:
    request = valued(schema, value)
    assert python_value(request, RULES) == f"Owner(it={python})"
    assert java_value(request, RULES) == f"new Owner()\n    .withIt({java})"
    code = GoCode(RULES)
    assert code.request(request) == f"&model.Owner{{\n\tIt: {go},\n}}"
    assert list(code.variables.values()) == ([variable] if variable else [])
    assert {str(name) for name in java_collections(request)} == {
        name for name in ("List", "Map") if f"{name}.of" in java
    }


def test_names_that_become_one_are_refused() -> None:
    members = tuple(Member(name, False, Value(Type("string"), "x")) for name in ("a_b", "a-b"))
    request = Value(Type("model", Identifier("Owner")), members)
    with pytest.raises(InexpressibleError, match="'a_b' and 'a-b' are both"):
        python_value(request, RULES)
    with pytest.raises(InexpressibleError, match="'a_b' and 'a-b' are both"):
        java_value(request, RULES)
    with pytest.raises(InexpressibleError, match="'a_b' and 'a-b' are both"):
        GoCode(RULES).request(request)


def test_text_is_only_text_in_java_and_go() -> None:
    text = '"\\u000a\n\0\x7f\x85\u202e\U0001f525'
    assert java_literal(text) == r'"\"\\u000a\012\000\177\u0085\u202e\ud83d\udd25"'
    assert go_literal(text) == r'"\"\\u000a\u000a\u0000\u007f\u0085\u202e\U0001f525"'
    assert java_comment(Code(r"a \u000a b")) == r"a \\u000a b"
    with pytest.raises(InexpressibleError):
        go_literal("\ud800")
