"""Very large descriptions are generated, or refused with the limit that they exceed, within bounds."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

MOST_SECONDS, MOST_BYTES = 60, 3 << 30
THING = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}}


def document(schemas: dict[str, Any], parameters: list[Any], description: str = "") -> str:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}
    response = {"description": "x", "content": content}
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "T", "version": "1", "description": description},
            "paths": {
                "/a": {"get": {"operationId": "a", "parameters": parameters, "responses": {"200": response}}}
            },
            "components": {"schemas": {"A": THING, **schemas}},
        }
    )


def aliases(count: int) -> str:
    head = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n"
    return f"{head}    A: &a {json.dumps(THING)}\n" + "".join(f"    S{i}: *a\n" for i in range(count))


def bomb() -> str:
    lines = [f"x-{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 9)]
    return "openapi: 3.1.0\nx-0: &a0 [1, 2]\n" + "\n".join(lines)


ENUM = {"type": "string", "enum": [f"value {i}" for i in range(100_000)]}
PARAMETERS = [{"name": f"q{i}", "in": "query", "schema": {"type": "string"}} for i in range(3_000)]
LARGE: dict[str, tuple[str, str]] = {
    "an enum": (document({"E": ENUM}, []), "/components/schemas/E/enum: has 100,000 members"),
    "an enum in a parameter": (
        document({}, [{"name": "q", "in": "query", "schema": ENUM}]), "limit of 10,000 for enum",
    ),
    "alternatives": (document({"U": {"oneOf": [THING] * 2_000}}, []), "limit of 1,000 for oneOf"),
    "parameters": (document({}, PARAMETERS), "limit of 1,000 for parameters"),
    "properties": (
        document({"P": {"properties": {f"p{i}": {} for i in range(6_000)}}}, []),
        "limit of 5,000 for properties",
    ),
    "schemas": (document({f"S{i}": THING for i in range(100_000)}, []), "limit of 20,000 for schemas"),
    "a file": (document({}, [], "x" * 50_000_000), "limit of 32,000,000 bytes"),
    "aliases": (aliases(100_000), "limit of 500,000"),
    "aliases of aliases": (bomb(), "limit of 500,000"),
}  # fmt: skip


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))


@pytest.mark.parametrize("kind", LARGE)
def test_a_large_description_is_refused_with_the_limit(kind: str, tmp_path: Path) -> None:
    text, limit = LARGE[kind]
    path = tmp_path / ("large.json" if text.startswith("{") else "large.yaml")
    path.write_text(text)
    done = subprocess.run(
        [sys.executable, "-m", "oasmith", "generate", path, "-o", tmp_path / "out"],
        preexec_fn=limited,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr[-500:]
    assert limit in done.stderr
    assert not (tmp_path / "out").exists()
