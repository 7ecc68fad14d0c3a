"""Model and contract are two outputs of one thing: what one takes, the other takes.

Values are drawn from every named schema. What the contract accepts, the model can be built from, and
what the model then sends, the contract accepts.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import oasmith.runtime
import pytest
from corpus.test_corpus import NEEDS_LENIENT
from hypothesis import settings
from oasmith import read_api
from oasmith.api.contract import compiled_contract
from oasmith.api.model import Api, Body, Content, Operation
from oasmith.names import Identifier
from oasmith.runtime.contract import Contract
from oasmith.schemas import PREFIX
from oasmith.values.cache import SchemaCache
from oasmith.values.sampling import Sampler
from pydantic import TypeAdapter, ValidationError
from support.packages import generated_package
from support.paths import CORPUS, FRAMEWORKS

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="shared/corpus is not beside the checkout"),
    pytest.mark.filterwarnings("ignore"),
]

LARGEST = 300_000
"""Documents of more bytes are only drawn from in the nightly profile of Hypothesis."""

IS_NIGHTLY = settings.get_current_profile_name() == "nightly"
VALUES = 20 if IS_NIGHTLY else 3
"""How many values are drawn from each schema, for responses and for requests each."""

DIFFERENCES: dict[tuple[str, str], str] = dict.fromkeys(
    [("drf.yaml", "Book"), ("drf.yaml", "PaginatedBookList"), ("drf.yaml", "PatchedBook")],
    "the pattern of its decimals allows strings that are not numbers, such as '-'",
)
"""Schemas for which model and contract differ, by document and name, and why they may."""


def documents() -> list[Path]:
    found = [path for folder in (CORPUS, FRAMEWORKS) if folder.is_dir() for path in sorted(folder.iterdir())]
    described = [path for path in found if path.suffix in (".json", ".yaml") and path.is_file()]
    return [path for path in described if IS_NIGHTLY or path.stat().st_size <= LARGEST]


@dataclass(frozen=True)
class Both:
    """The models of a document, and a contract that has each of its schemas as the body of a request."""

    api: Api
    package: ModuleType
    contract: Contract

    @cached_property
    def described(self) -> Sampler:
        """Values as responses have them."""
        return Sampler(SchemaCache(self.api.schemas), 0)

    @cached_property
    def requested(self) -> Sampler:
        """Values as requests have them: without what is read-only, with what is write-only."""
        schemas = self.api.schemas
        return Sampler(SchemaCache(schemas.map(lambda schema: schemas.for_requests(schema, True))), 0)

    @cached_property
    def sent(self) -> set[str]:
        """The schemas that requests refer to."""
        bodies = (operation.body for operation in self.api.operations if operation.body)
        roots = [content.schema for body in bodies for content in body.contents]
        roots += [each.schema for operation in self.api.operations for each in operation.parameters]
        return self.api.schemas.reachable(roots)

    def differences(self, name: str) -> Iterator[str]:
        """What one of the two refuses."""
        model = TypeAdapter(getattr(self.package.models, name))
        for values in (self.described, self.requested) if name in self.sent else (self.described,):
            for number in range(VALUES):
                value = values.fresh({"$ref": PREFIX + name}, f"{name} {number}")
                if self.contract.violations(name, {"body": value}):
                    continue  # no value was found, or it has what only rules on requests refuse
                try:
                    built = model.validate_json(json.dumps(value))
                except ValidationError as error:
                    yield f"the model refuses {value!r}: {error.errors()[0]}"
                    continue
                sent = sent_value(self.package, built)
                for violation in self.contract.settled(name, {"body": sent})[1]:
                    yield f"the contract refuses {sent!r}, built from {value!r}: {violation}"


def sent_value(package: ModuleType, built: Any) -> Any:
    return json_values_of(package).json_value(built)


def json_values_of(package: ModuleType) -> ModuleType:
    """The module that writes JSON values, which a client without such requests does not carry."""
    name = f"{package.__name__}._runtime.json_values"
    spec = spec_from_file_location(name, Path(oasmith.runtime.__file__).with_name("json_values.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_body(name: str) -> Operation:
    content = Content("application/json", "application/json", {"$ref": PREFIX + name}, name, ())
    return Operation(
        name, Identifier("send"), "POST", "/", "", "", False, (), (), Body("", True, (content,)), (), ()
    )


@pytest.fixture(scope="module", params=[path.name for path in documents()])
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    logging.disable(logging.CRITICAL)
    path = next(path for path in documents() if path.name == request.param)
    package = generated_package(path, tmp_path_factory.mktemp("agreement"), lenient=True)
    api = read_api(path, checked=False)
    contract, problems = compiled_contract(replace(api, operations=tuple(map(as_body, api.schemas))))
    assert bool(problems) == (path.name in NEEDS_LENIENT)
    yield Both(api, package, contract)
    for module in [module for module in sys.modules if module.partition(".")[0] == package.__name__]:
        del sys.modules[module]
    logging.disable(logging.NOTSET)


def test_model_and_contract_agree(both: Both, request: pytest.FixtureRequest) -> None:
    document = request.node.callspec.params["both"]
    found = {name: list(both.differences(name)) for name in both.api.schemas}
    excused = {name for other, name in DIFFERENCES if other == document}
    assert {name: told[0] for name, told in found.items() if told and name not in excused} == {}
