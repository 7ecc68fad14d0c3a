"""The reason of an error, in the shapes of standards and frameworks."""

from __future__ import annotations

import json
from typing import Any

import pytest
from runtime.conftest import Caller
from support.server import Answer, serving

FIELD = {"type": "missing", "loc": ["body", "name"], "msg": "Field required", "input": {"secret": 1}}
PROBLEM = "application/problem+json"
REASONS: dict[str, tuple[Any, str]] = {
    "FastAPI, a string": ({"detail": "Item not found"}, "Item not found"),
    "FastAPI, a list": (
        {"detail": [FIELD, {"loc": ["query", "n", 0], "msg": "Not a number", "type": "int"}]},
        "body.name: Field required; query.n.0: Not a number",
    ),
    "FastAPI, an object": ({"detail": {"message": "sold out", "id": 3}}, "sold out"),
    "DRF, fields": (
        {"title": ["This field is required."], "age": ["Too low.", "Not even."]},
        "title: This field is required.; age: Too low.; Not even.",
    ),
    "DRF, nested fields": (
        {"name": ["Blank."], "owner": {"email": ["Wrong."]}},
        "name: Blank.; owner: email: Wrong.",
    ),
    "DRF, a list": ([{"name": ["Blank."]}, {}], "name: Blank."),
    "DRF, strings": (["Too many."], "Too many."),
    "DRF, fields named like messages": (
        {"name": ["Blank."], "description": ["Too long."]},
        "name: Blank.; description: Too long.",
    ),
    "DRF, standardized": (
        {"type": "x", "errors": [{"code": "required", "detail": "Blank.", "attr": "name"}]},
        "required: name: Blank.",
    ),
    "FastAPI with the body": ({"detail": [FIELD], "body": {"message": "hello"}}, "body.name: Field required"),
    "Laravel": ({"message": "Not valid.", "errors": {"name": ["Blank."]}}, "Not valid.: name: Blank."),
    "Bean Validation": (
        {
            "title": "Not valid",
            "status": 400,
            "violations": [{"field": "a.b", "message": "must not be null"}],
        },
        "Not valid: a.b: must not be null",
    ),
    "API Platform": (
        {"@type": "x", "violations": [{"propertyPath": "name", "message": "must not be blank"}]},
        "name: must not be blank",
    ),
    "express-validator": (
        {"errors": [{"type": "field", "msg": "Invalid value", "path": "email", "location": "body"}]},
        "email: Invalid value",
    ),
    "Jira": ({"errorMessages": ["No such issue"], "errors": {}}, "No such issue"),
    "Okta": ({"errorCode": "E1", "errorSummary": "Not valid", "errorCauses": []}, "E1: Not valid"),
    "WeChat": ({"errcode": 40013, "errmsg": "invalid appid"}, "invalid appid"),
    "RFC 9457": (
        {"type": "about:blank", "title": "Conflict", "detail": "name is taken", "status": 409},
        "Conflict: name is taken",
    ),
    "RFC 9457, a title": ({"title": "Conflict", "status": 409}, "Conflict"),
    "RFC 9457 with the fields of ASP.NET": (
        {"title": "Not valid.", "status": 400, "errors": {"Name": ["required"]}, "traceId": "0"},
        "Not valid.: Name: required",
    ),
    "huma": (
        {
            "title": "Unprocessable Entity",
            "status": 422,
            "detail": "validation failed",
            "errors": [{"message": "expected string", "location": "body.name", "value": 1}],
        },
        "Unprocessable Entity: validation failed: body.name: expected string",
    ),
    "OAuth": ({"error": "invalid_grant", "error_description": "It is over."}, "invalid_grant: It is over."),
    "OAuth, a code": ({"error": "invalid_grant"}, "invalid_grant"),
    "JSON:API": (
        {"errors": [{"code": "7", "title": "Bad", "detail": "No name", "source": {"pointer": "/data/name"}}]},
        "7: /data/name: Bad: No name",
    ),
    "GraphQL": ({"errors": [{"message": "No such user", "path": ["user", 0]}]}, "user.0: No such user"),
    "Directus": (
        {"errors": [{"message": "Forbidden.", "extensions": {"code": "FORBIDDEN"}}]},
        "Forbidden.",
    ),
    "AWS": ({"__type": "x#NotFound", "Message": "No table"}, "x#NotFound: No table"),
    "Spring": (
        {"timestamp": "2026", "status": 404, "error": "Not Found", "path": "/pets/1"},
        "Not Found",
    ),
    "Spring with a message": (
        {"status": 400, "error": "Bad Request", "message": "id is wrong", "path": "/pets/1"},
        "Bad Request: id is wrong",
    ),
    "Spring with an empty message": ({"status": 500, "error": "Oh", "message": ""}, "Oh"),
    "Spring with fields": (
        {
            "error": "Bad Request",
            "message": "Not valid",
            "errors": [{"field": "a", "defaultMessage": "blank"}],
        },
        "Bad Request: Not valid: a: blank",
    ),
    "JSON:API, a parameter": (
        {"errors": [{"title": "Bad page", "source": {"parameter": "page"}}]},
        "page: Bad page",
    ),
    "RFC 9457 with pointers": (
        {"title": "Bad", "errors": [{"detail": "too old", "pointer": "#/age"}]},
        "Bad: #/age: too old",
    ),
    "AWS, a list": ({"Errors": [{"Code": "NoKey", "Message": "gone"}]}, "NoKey: gone"),
    "AWS, nested": ({"Error": {"Code": "NoKey", "Message": "gone"}}, "NoKey: gone"),
    "a flag": ({"error": True, "message": "full"}, "full"),
    "a flag for success": ({"success": False, "code": 3, "error": "full"}, "3: full"),
    "SOAP": ({"fault": {"faultstring": "No key", "detail": {"errorcode": "k"}}}, "No key"),
    "Java": ({"exceptionMessage": "full"}, "full"),
    "Google": (
        {"error": {"code": 404, "message": "No such file", "status": "NOT_FOUND", "details": []}},
        "404: No such file",
    ),
    "HubSpot": ({"status": "error", "message": "Bad", "errors": [{"message": "no name"}]}, "Bad: no name"),
    "NestJS": (
        {"message": ["a is short", "b is long"], "error": "Bad Request", "statusCode": 400},
        "Bad Request: a is short; b is long",
    ),
    "Prefect": ({"exception_message": "Block not found"}, "Block not found"),
    "Litestar": (
        {"status_code": 400, "detail": "Not valid", "extra": [{"message": "Wrong", "key": "age"}]},
        "Not valid: age: Wrong",
    ),
    "Hono with zod": (
        {"success": False, "error": {"issues": [{"code": "short", "path": ["name"], "message": "Short"}]}},
        "name: Short",
    ),
    "OpenAI": ({"error": {"message": "No such model", "type": "x", "code": None}}, "No such model"),
    "Jira, fields": (
        {"errorMessages": [], "errors": {"summary": "Missing.", "due": "Not a date."}},
        "summary: Missing.; due: Not a date.",
    ),
    "Mongoose": (
        {"errors": {"name": {"message": "Too long.", "kind": "max"}}, "message": "User is not valid"},
        "User is not valid: name: Too long.",
    ),
    "webargs": (
        {"code": 422, "errors": {"json": {"name": ["Missing."], "age": ["Low."]}}, "status": "Unprocessable"},
        "422: json: name: Missing.; age: Low.",
    ),
    "one error with a message": ({"errors": {"detail": "Not Found"}}, "Not Found"),
    "OData": (
        {
            "error": {
                "code": "Bad",
                "message": {"lang": "en-US", "value": "No such set"},
                "innererror": {"message": "at line 3"},
            }
        },
        "Bad: No such set",
    ),
    "gRPC gateway": (
        {
            "code": 3,
            "message": "not valid",
            "details": [{"@type": "x", "fieldViolations": [{"field": "name", "description": "is empty"}]}],
        },
        "3: not valid: name: is empty",
    ),
    "tsoa": (
        {"message": "Validation Failed", "details": {"requestBody.name": {"message": "'name' is required"}}},
        "Validation Failed: 'name' is required",
    ),
    "Micronaut": (
        {"message": "Bad Request", "_embedded": {"errors": [{"message": "name: must not be blank"}]}},
        "Bad Request: name: must not be blank",
    ),
    "Kubernetes": (
        {
            "kind": "Status",
            "message": 'Pod "x" is invalid: spec.a: Required value',
            "reason": "Invalid",
            "details": {
                "name": "x",
                "kind": "Pod",
                "causes": [{"message": "Required value", "field": "spec.a"}],
            },
            "code": 422,
        },
        '422: Pod "x" is invalid: spec.a: Required value',
    ),
    "details in a string": ({"message": "gone", "details": "uri=/x"}, "gone"),
    "Hapi": ({"err": "boom"}, "boom"),
    "Dropbox": (
        {"error_summary": "path/not_found", "error": {".tag": "path", "path": {}}},
        "path/not_found",
    ),
    "in any object": ({"status": 1, "fault": {"message": "Full"}}, "Full"),
    "nothing that is known": ({"why": 1, "at": [2]}, '{"why": 1, "at": [2]}'),
    "a number": (17, "17"),
    "a string of JSON": ("gone", "gone"),
}


def raised(caller: Caller, answer: Answer) -> Any:
    with serving(answer) as server, pytest.raises(caller.package.APIStatusError) as found:
        caller(server.url, lambda client: client.list_depots())
    return found.value


@pytest.mark.parametrize("name", REASONS)
@pytest.mark.parametrize("media_type", ["application/json", PROBLEM, "text/plain"])
def test_an_error_says_why(caller: Caller, name: str, media_type: str) -> None:
    body, reason = REASONS[name]
    error = raised(caller, Answer(409, json.dumps(body).encode(), {"Content-Type": media_type}))
    assert str(error).partition(" returned 409: ")[2] == reason
    assert error.body == body


OTHER_BODIES: list[tuple[bytes, str, str]] = [
    (b"<html><body><h1>502 Bad Gateway</h1></body></html>", "text/html", "<h1>502 Bad Gateway</h1>"),
    (b"<Error><Code>NoKey</Code><Message>gone</Message></Error>", "application/xml", "<Message>gone"),
    (b"upstream connect error", "text/plain", "upstream connect error"),
    (b'{"detail": "cut o', "application/json", '{"detail": "cut o'),
]


@pytest.mark.parametrize(("body", "media_type", "reason"), OTHER_BODIES)
def test_an_error_shows_a_body_that_is_not_json(
    caller: Caller, body: bytes, media_type: str, reason: str
) -> None:
    error = raised(caller, Answer(502, body, {"Content-Type": media_type}))
    assert reason in str(error)
    assert error.body == body.decode()


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"null", b'""', b"  "])
def test_an_error_that_says_nothing_has_no_reason(caller: Caller, body: bytes) -> None:
    error = raised(caller, Answer(400, body))
    assert str(error).endswith("returned 400: no reason given")
    assert error.error_msg is None


def test_a_long_reason_is_shortened(caller: Caller) -> None:
    fields = {"detail": [{"loc": ["body", i], "msg": "x" * 40} for i in range(100_000)]}
    assert len(str(raised(caller, Answer.of_json(fields, 422)))) < 700
    deep: Any = "end"
    for _ in range(150):
        deep = {"error": [deep]}
    assert "error" in str(raised(caller, Answer.of_json(deep, 422)))


@pytest.mark.parametrize(
    "body",
    [
        {"why": {"pin": "4711"}},
        {"pin": ["4711 is too short"]},
        {"detail": {"pin": "4711"}},
        {"errors": {"pin": ["4711"]}},
        ["x", {"pin": "4711"}],
    ],
)
def test_a_reason_shows_no_secret(caller: Caller, body: Any) -> None:
    assert "4711" not in str(raised(caller, Answer.of_json(body, 400)))
