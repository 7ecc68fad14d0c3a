"""Other people's descriptions: each is generated whole, can be imported, and makes the round trip."""

from __future__ import annotations

import ast
import csv
import importlib
import logging
import pkgutil
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import black
import pytest
from black.mode import TargetVersion
from oasmith import read_api
from oasmith.api.fields import Fields
from oasmith.api.model import Api
from oasmith.errors import OasmithError
from oasmith.names import pascal_case
from oasmith.pipeline import build_files
from oasmith.quoting.python import LINE_LENGTH
from oasmith.schemas import Schema
from oasmith.settings import Target
from pydantic import BaseModel, TypeAdapter
from support.paths import CORPUS, FRAMEWORKS
from support.round_trip import round_trips

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="shared/corpus is not beside the checkout"),
    pytest.mark.filterwarnings("ignore"),
]

NEEDS_LENIENT = {
    "hey30-type-invalid.json": "a schema's type is one that does not exist",
    "hey31-type-invalid.json": "a schema's type is one that does not exist",
}
"""What is refused without ``--lenient``, and why."""

NUMBERED: dict[str, dict[str, str]] = {}
"""Class names with a number that the description does not have, by document, each with its reason."""

NO_ROUND_TRIP: dict[tuple[str, ...], dict[str, str]] = {
    ("box.json",): dict.fromkeys(
        (
            "post_oauth2_token#refresh",
            "post_metadata_templates_schema#classifications",
            "get_files_id#get_shared_link",
            "put_files_id#add_shared_link",
            "put_files_id#update_shared_link",
            "put_files_id#remove_shared_link",
            "get_shared_items#folders",
            "get_shared_items#web_links",
            "get_shared_items#app_items",
            "get_folders_id#get_shared_link",
            "put_folders_id#add_shared_link",
            "put_folders_id#update_shared_link",
            "get_web_links_id#get_shared_link",
            "put_web_links_id#add_shared_link",
            "put_web_links_id#update_shared_link",
        ),
        "only a URL fragment, which is never sent, tells it from another that it is sound for as well",
    ),
    ("xero_accounting.yaml",): {
        "getContact": "its path is also /Contacts/{ContactNumber}, another operation's",
    },
    ("opc-baseline30.json", "opc-baseline31.yaml"): {
        "getUserList": "a required parameter may only be null, which no query can say",
        "get /parameter-references/{path_param}": "a header's name has a space",
        "defaults_tests_defaults_post": "an object in its query has no properties to write",
    },
    ("hey30-full/full.yaml", "hey31-full/full.yaml"): {
        "PostCallWithOptionalParam": "the object in its query has no property that is a plain value",
        "Types": "an object in its query has no properties to write",
        "ComplexTypes": "an object in its query has only objects in it, which no style of a query can say",
        "UploadFile": "its form is one string",
        "putWithFormUrlEncoded": "its form is a list",
    },
    ("ninja.json",): {
        "__main___uploads": "a field of its form is a number or a string, and a form has only text"
    },
    ("spring.json",): dict.fromkeys(("search", "page"), "an object in its query has a list in it"),
}
"""Operations that cannot make the round trip, and why."""


def rows() -> list[dict[str, str]]:
    if not CORPUS.is_dir():
        return []
    with (CORPUS / "index.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


FRAMEWORK_OPERATIONS = {
    "fastapi.json": 50, "litestar.json": 16, "ninja.json": 10, "drf.yaml": 12, "spring.json": 18,
    "nest.json": 11, "huma.json": 8, "hono.json": 8, "prefect.json": 188, "airflow.json": 99,
}  # fmt: skip
"""How many operations each description has that a framework or a product emits about itself."""

OPERATIONS = {row["name"]: int(row["operations"]) for row in rows()} | (
    FRAMEWORK_OPERATIONS if FRAMEWORKS.is_dir() else {}
)
NAMES = list(OPERATIONS)


def path_of(name: str) -> Path:
    """Where a document is."""
    return (FRAMEWORKS if name in FRAMEWORK_OPERATIONS else CORPUS) / name


@dataclass(frozen=True)
class Client:
    """What was generated of a document: where it is, its package, and the Api that it is of."""

    folder: Path
    package: ModuleType
    api: Api
    python: Mapping[str, str]


@cache
def client(name: str, folder: Path) -> Client:
    """The client of a document, generated once; its package can be imported from now on."""
    target = Target(
        path_of(name),
        folder,
        lenient=name in NEEDS_LENIENT,
        products=("client", "examples"),
        examples="all",
    )
    files = build_files(target, lambda stage, done: None).files
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, "utf-8")
    (marker,) = folder.glob("*/py.typed")
    api = read_api(path_of(name), checked=False)
    python = {file.path: file.text for file in files if file.path.endswith(".py") and not file.is_verbatim}
    sys.path.insert(0, str(folder))
    forget(marker.parent.name)
    package = importlib.import_module(marker.parent.name)
    sys.path.remove(str(folder))
    return Client(folder, package, api, python)


def forget(package: str) -> None:
    """Modules of another document's client of that name are not this one's."""
    for module in [module for module in sys.modules if module.partition(".")[0] == package]:
        del sys.modules[module]


@pytest.fixture(scope="module", params=NAMES)
def generated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    logging.disable(logging.CRITICAL)
    name = str(request.param)
    made = client(name, tmp_path_factory.mktemp(re.sub(r"\W", "_", name)))
    yield made
    forget(made.package.__name__)
    client.cache_clear()
    logging.disable(logging.NOTSET)


def test_every_operation_is_a_method_once(generated: Client, request: pytest.FixtureRequest) -> None:
    api = generated.api
    assert len(api.operations) == OPERATIONS[request.node.callspec.params["generated"]]
    homes = importlib.import_module(f"{generated.package.__name__}._operations")._OPERATIONS
    assert sorted(homes) == sorted(operation.id for operation in api.operations)
    assert len(set(homes.values())) == len(homes)
    for kind in ("", "Async"):
        client_class = getattr(generated.package, f"{kind}{pascal_case(f'{api.title} client')}")
        for operation in api.operations:
            if operation.group is None:
                assert callable(getattr(client_class, operation.name))
            else:
                folder = "async_resources" if kind else "resources"
                module = importlib.import_module(f"{generated.package.__name__}.{folder}.{operation.group}")
                classes = [it for it in vars(module).values() if isinstance(it, type)]
                assert any(callable(getattr(it, operation.name, None)) for it in classes)


def test_every_module_and_every_name_can_be_imported(generated: Client) -> None:
    package = generated.package
    for name in package.__all__:
        assert getattr(package, name) is not None
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
    for name in generated.api.schemas:
        model = getattr(package.models, name)
        if isinstance(model, type) and issubclass(model, BaseModel):
            model.model_rebuild()
        else:
            TypeAdapter(model)
    operations = importlib.import_module(f"{package.__name__}._operations")
    for operation in generated.api.operations:
        for contents in operations.operation(operation.id).responses.values():
            for annotation in contents.values():
                TypeAdapter(annotation())


def test_black_changes_nothing(generated: Client) -> None:
    mode = black.Mode(
        line_length=LINE_LENGTH, target_versions={TargetVersion.PY311}, magic_trailing_comma=False
    )
    for path, text in generated.python.items():
        if text.strip():
            assert black.format_str(text, mode=mode) == text, path


def test_names_have_no_numbers_of_our_own(generated: Client, request: pytest.FixtureRequest) -> None:
    name = request.node.callspec.params["generated"]
    files = path_of(name).parent.rglob("*.*") if "/" in name else [path_of(name)]
    text = " ".join(file.read_text("utf-8") for file in files)
    described = {re.sub(r"\W|_", "", word).lower() for word in re.findall(r"[\w.-]+", text)}
    everything, numbers = " ".join(described), set(re.findall(r"\d+", text))
    made_up = []
    for schema in generated.api.schemas:
        match = re.search(r"([A-Z][a-z]*|[A-Z]+)(\d+)$", schema)
        if match and schema.lower() not in described and match[0].lower() not in everything:
            is_digits = match[1] == "N" and match[2] in numbers  # a name that is one begins with N
            is_shortened = len(match[2]) >= 7  # a long name ends with a hash of the whole
            made_up += [] if is_digits or is_shortened else [schema]
    assert set(made_up) == set(NUMBERED.get(name, {}))


def test_a_field_is_any_only_where_the_schema_says_no_more(generated: Client) -> None:
    fields = Fields(generated.api.schemas)
    loose = []
    for path, text in generated.python.items():
        if not re.search(r"/models(\.py|/)", path):
            continue
        for node in ast.parse(text).body:
            if isinstance(node, ast.ClassDef) and node.name in generated.api.schemas:
                schema = generated.api.schemas[node.name]
                known = {str(field): wire for wire, field in fields.of(node.name).items()}
                for statement in node.body:
                    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                        wire_name = known.get(statement.target.id, "")
                        described = properties(schema).get(wire_name, True)
                        if "Any" in names(statement.annotation) and says_all(described):
                            loose.append(f"{node.name}.{wire_name}")
    assert not loose


def names(node: ast.AST) -> set[str]:
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def properties(schema: Schema) -> Mapping[str, Any]:
    found: Mapping[str, Any] = schema.get("properties", {}) if isinstance(schema, Mapping) else {}
    return found


def says_all(schema: Any) -> bool:
    """Whether a schema says of what type a value and everything in it is."""
    if not isinstance(schema, Mapping):
        return False
    if {"$ref", "enum", "const"} & schema.keys():
        return True
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            return all(map(says_all, schema[keyword]))
    kinds = schema.get("type")
    if isinstance(kinds, list):
        return all(says_all({**schema, "type": kind}) for kind in kinds)
    if kinds == "array":
        return says_all(schema.get("items", True))
    if kinds == "object":
        return says_all(schema.get("additionalProperties", True)) and "patternProperties" not in schema
    return kinds in ("string", "integer", "number", "boolean", "null")


def test_every_operation_makes_the_round_trip(generated: Client, request: pytest.FixtureRequest) -> None:
    api = generated.api
    failures = round_trips(api, generated.package, pascal_case(f"{api.title} client"))
    excused = no_round_trip(request.node.callspec.params["generated"])
    reasons = {failure.operation: failure.reason for failure in failures}
    assert {operation: reason for operation, reason in reasons.items() if operation not in excused} == {}
    assert set(excused) <= set(reasons), "what is excused has to fail"


def no_round_trip(document: str) -> dict[str, str]:
    return next((reasons for names, reasons in NO_ROUND_TRIP.items() if document in names), {})


def test_at_most_one_operation_in_twenty_is_excused() -> None:
    excused = sum(len(no_round_trip(document)) for document in NAMES)
    assert excused <= 0.05 * sum(OPERATIONS.values())
    assert not any(no_round_trip(document) for document in NAMES if document.startswith("oai-"))


@pytest.mark.parametrize("name", NEEDS_LENIENT)
def test_what_is_broken_is_refused_with_its_place(name: str, tmp_path: Path) -> None:
    with pytest.raises(OasmithError) as raised:
        build_files(Target(CORPUS / name, tmp_path), lambda stage, done: None)
    for problem in raised.value.problems:
        assert problem.file
        assert problem.line
        assert problem.message
        assert problem.remedy
