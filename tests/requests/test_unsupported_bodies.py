"""Bodies of media types that the client does not write: XML, YAML and the like are passed encoded."""

from __future__ import annotations

import io
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from support.server import Answer, serving
from support.wire import KINDS, client_of, sent, using

TYPES = {
    "xml": "application/xml",
    "soap": "application/soap+xml",
    "yaml": "application/yaml",
    "csv": "text/csv",
    "pdf": "application/pdf",
    "image": "image/*",
}
PATHS = "\n".join(f"""
/{name}:
  post:
    operationId: send_{name}
    requestBody:
      required: true
      content: {{"{media_type}": {{schema: {{type: object, properties: {{a: {{type: string}}}}}}}}}}
    responses: {{"204": {{description: x}}}}
""" for name, media_type in TYPES.items())
MORE = "components: {schemas: {Thing: {type: object, properties: {a: {type: string}}}}}"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return client_of(tmp_path_factory.mktemp("unsupported"), PATHS, MORE)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", TYPES)
@pytest.mark.parametrize("validate", [True, "warn", False])
def test_a_mapping_is_an_error_that_says_what_to_pass(
    package: ModuleType, kind: str, name: str, validate: Any
) -> None:
    bodies: list[Any] = [{"a": "x"}, [1, 2], object()]
    for body in bodies:
        expected = (
            f"is a {type(body).__name__}, which cannot be written as {TYPES[name]}; pass the encoded body"
        )
        (violation,) = package.check(f"send_{name}", body)
        assert (violation.location, violation.pointer) == ("body", "")
        assert expected in violation.message
        with serving(Answer(204, b"", {})) as server:
            with pytest.raises(package.RequestValidationError) as raised:
                using(
                    package,
                    kind,
                    lambda client, body=body: getattr(client, f"send_{name}")(body),  # type: ignore[misc]  # mypy has no types for defaults of lambdas
                    base_url=server.url,
                    validate_requests=validate,
                )
            assert expected in str(raised.value)
        assert server.received == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", TYPES)
def test_an_encoded_body_is_sent(package: ModuleType, tmp_path: Path, kind: str, name: str) -> None:
    path = tmp_path / "body"
    path.write_bytes(b"<a>x</a>")
    bodies: list[Any] = [
        "<a>x</a>",
        b"<a>x</a>",
        bytearray(b"<a>x</a>"),
        memoryview(b"<a>x</a>"),
        path,
        io.BytesIO(b"<a>x</a>"),
        package.File(path),
    ]
    for body in bodies:
        received = sent(
            package,
            kind,
            lambda client, body=body: getattr(client, f"send_{name}")(body),  # type: ignore[misc]  # mypy has no types for defaults of lambdas
        )
        assert received.body == b"<a>x</a>"
        if "*" not in TYPES[name]:
            assert received.headers["content-type"] == TYPES[name]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("body", "expected"), [(5, b"5"), (True, b"true"), (1.5, b"1.5")])
def test_a_scalar_is_text(package: ModuleType, kind: str, body: Any, expected: bytes) -> None:
    assert sent(package, kind, lambda client: client.send_csv(body)).body == expected
    with pytest.raises(package.RequestValidationError, match="cannot be written as application/pdf"):
        using(package, kind, lambda client: client.send_pdf(body), base_url="http://127.0.0.1:1")
