"""The description is sound, complete, and in words of its own."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import elb_client
import pytest
from huaweicloudsdkelb.v3.region.elb_region import ElbRegion
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from support.oracle import oracle
from support.page import description, request_example, response_example
from support.paths import ROOT

PAGE = ROOT.parent / "shared" / "source" / "create-master-slave-pool.txt"
needs_page = pytest.mark.skipif(not PAGE.exists(), reason="shared/source is not beside the checkout")


def objects(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for value in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from objects(value)


def test_the_validator_accepts_it() -> None:
    assert list(OpenAPIV31SpecValidator(description()).iter_errors()) == []


def test_everything_is_described() -> None:
    for name, schema in description()["components"]["schemas"].items():
        assert schema["description"], name
        for field, node in schema["properties"].items():
            assert node["description"], (name, field)


def test_every_rule_has_an_id_of_its_own_a_message_and_a_source() -> None:
    rules = [node["x-rule"] for node in objects(description()["components"]) if "x-rule" in node]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert rule["message"].endswith(".")
        assert re.match(r"(Table \d+, \w+|Constraints, \d)$", rule["source"]), rule
        assert set(rule) <= {"id", "message", "source", "enforced-by"}


def test_the_examples_are_valid() -> None:
    assert list(oracle("CreateMasterSlavePoolRequestBody").iter_errors(request_example())) == []
    assert list(oracle("CreateMasterSlavePoolResponse").iter_errors(response_example())) == []


@needs_page
def test_the_examples_are_the_page_s_exactly() -> None:
    text = PAGE.read_text("utf-8")
    request = text.partition("Example Requests")[2].partition("Example Responses")[0]
    response = text.partition("Example Responses")[2].partition("SDK Sample Code")[0]
    for section, example in ((request, request_example()), (response, response_example())):
        on_page, _ = json.JSONDecoder().raw_decode(section[section.index("\n{") + 1 :])
        assert json.dumps(example) == json.dumps(on_page)


@needs_page
def test_no_sentence_is_the_page_s() -> None:
    page = plain(PAGE.read_text("utf-8"))
    for node in objects(description()):
        for key in ("description", "summary", "message"):
            words = plain(node[key]).split() if isinstance(node.get(key), str) else []
            for start in range(len(words) - 7):
                run = " ".join(words[start : start + 8])
                assert run not in page, run


def plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9_]+", text.lower()))


def test_the_regions_are_the_vendor_s() -> None:
    (server,) = description()["servers"]
    fitting = {
        region.id
        for region in ElbRegion.static_fields.values()
        if server["url"].format(region=region.id) in region.endpoints
    }
    assert set(server["variables"]["region"]["enum"]) == fitting
    assert len(fitting) >= 30


def test_there_are_two_ways_to_authenticate() -> None:
    schemes = description()["components"]["securitySchemes"]
    assert description()["security"] == [{"Token": []}, {"Signature": [], "SignatureDate": []}]
    assert (schemes["Token"]["in"], schemes["Token"]["name"]) == ("header", "X-Auth-Token")
    assert (schemes["Signature"]["type"], schemes["Signature"]["scheme"]) == ("http", "SDK-HMAC-SHA256")
    assert (schemes["SignatureDate"]["in"], schemes["SignatureDate"]["name"]) == ("header", "X-Sdk-Date")


def test_no_figure_refuses_a_value_that_its_row_lists() -> None:
    for name, schema in description()["components"]["schemas"].items():
        for field, node in schema["properties"].items():
            listed = [*node.get("enum", ()), *node.get("x-extensible-enum", ())]
            listed += [node["default"]] if "default" in node else []
            figures = {keyword: value for keyword, value in node.items() if keyword != "allOf"}
            if "$ref" not in node:
                for value in listed:
                    assert Draft202012Validator(figures).is_valid(value), (name, field, value)


def test_an_empty_type_is_accepted_and_sent() -> None:
    body = copy.deepcopy(request_example())
    body["pool"]["type"] = ""
    assert elb_client.check("CreateMasterSlavePool", body, project_id="p") == ()
    built = elb_client.models.CreateMasterSlavePoolRequestBody.model_validate(body)
    assert built.to_json()["pool"]["type"] == ""
    body["pool"]["vpc_id"] = "v"
    (violation,) = elb_client.check("CreateMasterSlavePool", body, project_id="p")
    assert violation.rule == "vpc-only-instance"
    for wrong in ("other", " ", None, "x" * 37):
        body["pool"]["type"] = wrong
        assert elb_client.check("CreateMasterSlavePool", body, project_id="p")
