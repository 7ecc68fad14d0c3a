"""Schemathesis, which reads the descriptions itself, finds no response that violates them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from oasmith import read_api
from oasmith.api.model import Api
from oasmith.mock import MockServer
from schemathesis import GenerationMode, checks
from schemathesis.core.result import Ok
from support.bodies import sound_bodies
from support.page import PROJECT_ID
from support.paths import CORPUS, SPEC

pytestmark = pytest.mark.schemathesis

CONFORMANCE = (
    "not_a_server_error",
    "response_schema_conformance",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
)
SMALL = (
    "hey31-faker.yaml",
    "hey31-pattern-properties.json",
    "hey31-sdk-signatures.yaml",
    "hey31-transforms-schemas-name.yaml",
    "oai-v3.1-tictactoe.json",
)

VALID, INVALID = 25, 10
"""The number of cases for each operation; invalid ones are slow to make."""


class Target:
    """A description, served, and read by Schemathesis."""

    def __init__(self, path: Path, api: Api, url: str, session: requests.Session) -> None:
        self.schemes = {scheme.key: scheme for scheme in api.security_schemes}
        self.api = api
        self.url = url
        self.session = session
        results = schemathesis.openapi.from_path(path).get_all_operations()
        self.operations = [found.ok() for found in results if isinstance(found, Ok)]

    def run(self, cases: Callable[[Any], Any], names: Sequence[str], count: int) -> list[str]:
        """Send cases of every operation and check the responses; the operations that had any cases."""
        checks.load_all_checks()
        chosen = checks.CHECKS.get_by_names(list(names))
        return [
            operation.label
            for operation in self.operations
            if self._has_sent(_bounded(count), cases(operation), chosen, *self._credentials(operation))
        ]

    def _has_sent(
        self, bounded: settings, cases: Any, chosen: Any, headers: dict[str, str], query: dict[str, str]
    ) -> bool:
        @bounded
        @given(cases)
        def send(case: Any) -> None:
            response = case.call(base_url=self.url, session=self.session, headers=headers, params=query)
            case.validate_response(response, checks=chosen, headers=headers)

        try:
            send()
        except Unsatisfiable:
            return False
        return True

    def _credentials(self, operation: Any) -> tuple[dict[str, str], dict[str, str]]:
        """Headers and query parameters that meet the first security alternative of an operation."""
        method, path = operation.method.upper(), operation.path
        ours = next(own for own in self.api.operations if (own.method, own.path) == (method, path))
        headers: dict[str, str] = {}
        query: dict[str, str] = {}
        for scheme in (self.schemes[key] for key in (ours.security or ((),))[0]):
            if scheme.type != "apiKey":
                headers["Authorization"] = f"{scheme.scheme or 'Bearer'} k"
            else:
                (headers if scheme.location == "header" else query)[scheme.parameter_name] = "k"
        return headers, query


@pytest.fixture
def target(request: pytest.FixtureRequest) -> Iterator[Target]:
    path: Path = request.param
    api = read_api(path, checked=False)
    with MockServer(api) as server, requests.Session() as session:
        yield Target(path, api, server.url, session)


small = pytest.mark.parametrize(
    "target",
    [
        pytest.param(
            CORPUS / name,
            id=name,
            marks=pytest.mark.skipif(not CORPUS.is_dir(), reason=f"{CORPUS / name} is not here"),
        )
        for name in SMALL
    ],
    indirect=True,
)
elb = pytest.mark.parametrize("target", [SPEC], indirect=True)


@small
def test_valid_requests(target: Target) -> None:
    sent = target.run(_valid, [*CONFORMANCE, "positive_data_acceptance"], VALID)
    assert len(sent) == len(target.operations)


@small
def test_invalid_requests(target: Target) -> None:
    """Without status_code_conformance: few of these operations have a described response 400."""
    names = [name for name in CONFORMANCE if name != "status_code_conformance"]
    assert target.run(_invalid, [*names, "negative_data_rejection"], INVALID)


@elb
def test_valid_requests_to_the_elb(target: Target) -> None:
    """With bodies from Hypothesis: the generator of Schemathesis does not support these conditions."""
    assert target.run(_elb_cases, [*CONFORMANCE, "positive_data_acceptance"], VALID)


@elb
def test_invalid_requests_to_the_elb(target: Target) -> None:
    assert target.run(_invalid, [*CONFORMANCE, "negative_data_rejection"], INVALID)


def _bounded(count: int) -> settings:
    return settings(
        max_examples=count, deadline=None, derandomize=True, database=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip


def _valid(operation: Any) -> Any:
    return operation.as_strategy()


def _invalid(operation: Any) -> Any:
    return operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)


def _elb_cases(operation: Any) -> Any:
    return sound_bodies().map(
        lambda body: operation.Case(
            path_parameters={"project_id": PROJECT_ID}, body=body, media_type="application/json"
        )
    )
