"""Models that may hold themselves in several ways: built and read in bounded time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from support.packages import generated_package

THING: dict[str, Any] = {"$ref": "#/components/schemas/Thing"}
OTHER: dict[str, Any] = {"$ref": "#/components/schemas/Other"}
SCHEMAS: dict[str, dict[str, Any]] = {
    "Thing": {
        "type": "object",
        "properties": {
            "n": {"type": "string"},
            "any": {"anyOf": [THING, {"type": "object", "properties": {"any": THING}}, {"type": "string"}]},
            "one": {"oneOf": [THING, OTHER]},
            "many": {"type": "array", "items": {"anyOf": [OTHER, THING]}},
            "map": {"type": "object", "additionalProperties": {"anyOf": [THING, OTHER]}},
        },
    },
    "Other": {
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": {"type": "integer"},
            "one": {"oneOf": [OTHER, THING]},
            "any": {"anyOf": [OTHER, THING]},
        },
    },
}
CHILD = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
sys.path.insert(0, sys.argv[1])
import maze_client
from maze_client._runtime.responses import read
from pydantic import ValidationError
body = sys.stdin.buffer.read()
try:
    maze_client.models.Thing.model_validate(json.loads(body))
except ValidationError as error:
    print(error.error_count(), len(str(error)))
else:
    print(0, 0)
value, deviations = read(maze_client.models.Thing, body)
print(len(deviations), len(value.model_dump_json(warnings=False)))
"""


@pytest.fixture(scope="module")
def maze(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    folder = tmp_path_factory.mktemp("maze")
    response = {"description": "A thing", "content": {"application/json": {"schema": THING}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Maze", "version": "1"},
        "servers": [{"url": "/"}],
        "paths": {"/thing": {"get": {"operationId": "getThing", "responses": {"200": response}}}},
        "components": {"schemas": SCHEMAS},
    }
    path = folder / "maze.yaml"
    path.write_text(yaml.safe_dump(document), "utf-8")
    return generated_package(path, folder)


def nested(keys: list[str], depth: int, leaf: Any) -> Any:
    for level in range(depth):
        key = keys[level % len(keys)]
        leaf = {key: [leaf] if key == "many" else {"k": leaf} if key == "map" else leaf}
    return leaf


@pytest.mark.parametrize(
    "keys", [["any"], ["one"], ["many"], ["map"], ["any", "one"], ["one", "many", "map"]]
)
@pytest.mark.parametrize("leaf", [7, {"n": "x"}, {"n": 7}], ids=["wrong", "right", "wrong inside"])
def test_deep_models_take_little_memory(maze: ModuleType, keys: list[str], leaf: Any) -> None:
    folder = str(Path(str(maze.__file__)).parent.parent)
    for depth in (20, 80):
        body = json.dumps(nested(keys, depth, leaf)).encode()
        done = subprocess.run(
            [sys.executable, "-c", CHILD, folder], input=body, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr[-2000:].decode()
        (errors, length), (deviations, _) = (map(int, line.split()) for line in done.stdout.split(b"\n")[:2])
        assert (errors == 0) == (deviations == 0)
        assert length < 1_000_000


SOURCE = """
from __future__ import annotations
from typing import Annotated
from pydantic import Field
from oasmith.runtime.{module} import {base} as Base

class Thing(Base):
    n: str | None = None
    any: Thing | ThingAny | str | None = None
    one: Thing | Other | None = None
    many: list[Other | Thing] | None = None
    map: dict[str, Thing | Other] | None = None

class ThingAny(Base):
    any: Thing | None = None

class Other(Base):
    kind: int
    one: Other | Thing | None = None
    any: Other | Thing | None = None
"""


def family(module_name: str, base: str) -> Any:
    module = ModuleType(base)
    sys.modules[base] = module  # where pydantic looks for the names in annotations
    exec(SOURCE.format(module=module_name, base=base), module.__dict__)
    return module


PLAIN, RECURSIVE = family("models", "Model"), family("recursion", "RecursiveModel")
VALUES = st.recursive(
    st.sampled_from([None, 1, "x", {"n": "x"}, {"kind": 1}, {"kind": 1, "n": "x"}, {"n": 1}]),
    lambda inner: (
        st.fixed_dictionaries(
            {},
            optional={
                "n": st.sampled_from(["x", 1]),
                "kind": st.sampled_from([1, "x"]),
                "any": inner,
                "one": inner,
                "many": st.lists(inner, max_size=2),
                "map": st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
            },
        )
    ),
    max_leaves=6,
)


def shape(value: Any) -> Any:
    """A model as plain data, with the names of its classes."""
    if hasattr(value, "model_fields_set"):
        return type(value).__name__, {name: shape(getattr(value, name)) for name in value.model_fields_set}
    if isinstance(value, dict):
        return {key: shape(member) for key, member in value.items()}
    return [shape(item) for item in value] if isinstance(value, list) else value


@given(VALUES.filter(lambda value: isinstance(value, dict)))
def test_models_are_those_that_pydantic_builds_without_a_memory(value: Any) -> None:
    outcomes = []
    for module in (PLAIN, RECURSIVE):
        thing = module.Thing
        for validate in (
            partial(thing.model_validate, value),
            partial(thing.model_validate_json, json.dumps(value)),
            partial(thing, **value),
        ):
            try:
                outcomes.append(shape(validate()))
            except ValidationError:
                outcomes.append("invalid")
    assert all(outcome == outcomes[0] for outcome in outcomes), outcomes


def test_errors_say_where_they_are(maze: ModuleType) -> None:
    with pytest.raises(ValueError, match=r"any\.Thing\.n|any\.function-wrap.*\.n"):
        maze.models.Thing(any={"n": 1, "any": 2})
