"""Mock servers for descriptions by other people: their responses are as described."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from urllib.parse import quote

import httpx2
import pytest
from oasmith import read_api
from oasmith.api.model import Api, Content, Operation, SecurityScheme
from oasmith.mock.media import is_json
from oasmith.mock.messages import Request, Response
from oasmith.mock.responses import encode
from oasmith.mock.service import Mock, Options
from oasmith.runtime.media import kind_of
from oasmith.runtime.multipart import MultipartBody
from oasmith.runtime.styles import header_value, path_segment, written_pairs
from oasmith.values.cache import SchemaCache
from oasmith.values.sampling import Sampler
from pydantic_core import from_json, to_json
from support.paths import CORPUS

LONGEST = 300_000

IMPOSSIBLE = {
    "ComplexParams": "its body is one of two schemas that allow the same values",
    "Types": "its path lacks one of its variables, and an object in its query has no properties to write",
    "defaults_tests_defaults_post": "an object in its query has no properties to write",
    "post /types/unions/duplicate-types": "its body is one of two equal schemas",
    "get /foos": "its response is one of three schemas that allow the same values",
}
"""Operations for which nobody can make a valid request or response."""


def _names() -> list[str]:
    if not CORPUS.is_dir():
        return []
    with (CORPUS / "index.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [row["name"] for row in rows if int(row["operations"]) and int(row["bytes"]) < LONGEST]


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"{CORPUS} is not here")
@pytest.mark.parametrize("name", _names())
@pytest.mark.parametrize("stateful", [False, True])
def test_every_operation_has_a_valid_response_to_a_valid_request(name: str, stateful: bool) -> None:
    api = read_api(CORPUS / name, checked=False)
    schemas = SchemaCache(api.schemas)
    mock = Mock(api, Options(seed=3, stateful=stateful))
    values = Sampler(schemas, 4)
    schemes = {scheme.key: scheme for scheme in api.security_schemes}
    for number, operation in enumerate(api.operations):
        response, _ = mock.respond(_request(operation, values, schemes), number)
        if operation.id in IMPOSSIBLE or (stateful and response.status == 404):
            continue
        assert response.status < 400, (operation.id, response.body)
        _check_body(api, schemas, operation, response)


def _check_body(api: Api, schemas: SchemaCache, operation: Operation, response: Response) -> None:
    """The response's operation may be another one with the same path."""
    operation = next(other for other in api.operations if other.id == response.operation)
    contents = [content for response in operation.responses for content in response.contents]
    if response.body and is_json(dict(response.headers)["Content-Type"]):
        value = from_json(response.body)
        assert any(schemas.is_valid(content.schema, value) for content in contents), (operation.id, value)


def _request(operation: Operation, values: Sampler, schemes: Mapping[str, SecurityScheme]) -> Request:
    """A request with every parameter of the operation."""
    path, pairs, headers, cookies = operation.path, list[str](), dict[str, str](), list[str]()
    for parameter in operation.parameters:
        name, style, explode = parameter.wire_name, parameter.style, parameter.explode
        if parameter.location == "header" and name.lower() in ("accept", "authorization", "content-type"):
            continue  # these are not described so (OpenAPI 3.1 §4.8.12.2)
        value = values.value(parameter.schema, f"{operation.id} {name}")
        if parameter.location == "path":
            path = path.replace(f"{{{name}}}", path_segment(name, value, style, explode))
        elif parameter.location == "header":
            headers[name] = to_json(value).decode() if style == "json" else header_value(value, explode)
        else:
            written = written_pairs(name, value, style, explode)
            (pairs if parameter.location == "query" else cookies).extend(written)
    for scheme in (schemes[key] for key in (operation.security or ((),))[0]):
        if scheme.type != "apiKey":
            headers["Authorization"] = f"{scheme.scheme or 'Bearer'} k"
        elif scheme.location == "header":
            headers[scheme.parameter_name] = "k"
        else:
            (pairs if scheme.location == "query" else cookies).append(f"{_quoted(scheme.parameter_name)}=k")
    body = b""
    for content in _contents(operation):
        body, headers["Content-Type"] = _body(operation, content, values)
    headers["Cookie"] = "; ".join(cookies)
    return Request(operation.method, quote(path, safe="/%"), "&".join(pairs), tuple(headers.items()), body)


def _contents(operation: Operation) -> Iterator[Content]:
    yield from operation.body.contents[:1] if operation.body else ()


def _body(operation: Operation, content: Content, values: Sampler) -> tuple[bytes, str]:
    if is_json(content.media_type) or kind_of(content.media_type) == "form":
        return encode(values.value(content.schema, f"{operation.id} body"), content.media_type)
    if kind_of(content.media_type) == "multipart":
        value = values.value(content.schema, f"{operation.id} body")
        request = httpx2.Request(
            "POST", "http://127.0.0.1", **MultipartBody(content.media_type).content(value, value, {})
        )
        return request.read(), request.headers["Content-Type"]
    return b"x", content.media_type.replace("*", "x")


def _quoted(text: str) -> str:
    return quote(text, safe="")
