"""The mock itself: from a request to an answer, without a socket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from oasmith.api.model import Api, Header
from oasmith.mock.answers import Answers, choose, encoded, is_sendable
from oasmith.mock.checking import Checks
from oasmith.mock.faults import Fault, Faults, fault_of
from oasmith.mock.messages import Answer, Refusal, Request
from oasmith.mock.preferences import preferences
from oasmith.mock.refusals import Refusals
from oasmith.mock.routing import Match, Routes
from oasmith.mock.state import State
from oasmith.values.cache import SchemaCache
from oasmith.values.sampling import Sampler
from oasmith.values.scalars import random_uuid

_REQUEST_ID = "X-Request-Id"


@dataclass(frozen=True, slots=True)
class Options:
    """How a mock behaves.

    ``max_body`` is the most bytes that it takes of a request's body; ``secrets`` has the secret key of
    each access key that requests may be signed with.
    """

    seed: int = 0
    stateful: bool = False
    faults: Faults = field(default_factory=Faults)
    max_body: int = 10_000_000
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


class Mock:
    """A server for an API. Not to be shared between threads."""

    def __init__(self, api: Api, options: Options) -> None:
        schemas = SchemaCache(api.schemas)
        self._options = options
        self._schemas = schemas
        self._sampler = Sampler(schemas, options.seed)
        self._answers = Answers(schemas, self._sampler)
        self._routes = Routes(api)
        self._checks = Checks(api, schemas, options.secrets)
        self._refusals = Refusals(schemas, self._answers)
        self._state = State(api, schemas, options.seed) if options.stateful else None
        self._request_id_header = _request_id_header(api)

    def answer(self, request: Request, number: int) -> tuple[Answer, Fault]:
        """The answer to the request of that number, and the trouble that is to come with it."""
        request_id = self._request_id(number)
        fault = Fault()
        match: Match | None = None
        try:
            fault = fault_of(self._options.faults, request, self._options.seed, number)
            matches = self._routes.matches(request)
            match = matches[0]
            if fault.status is not None:
                raise Refusal(fault.status, "a fault on purpose")
            match, values = self._checked(matches, request)
            answer = replace(self._carried_out(match, request, values), values=values)
        except Refusal as refusal:
            operation = match.operation if match else None
            answer = self._refusals.answer(refusal, operation, request.header("Accept"), request_id)
        if self._request_id_header is not None:
            answer = replace(answer, headers=(*answer.headers, (_REQUEST_ID, request_id)))
        return answer, fault

    def _checked(self, matches: list[Match], request: Request) -> tuple[Match, dict[str, Any]]:
        """The first operation whose path parameters the path keeps, and the request as the contract has it.

        Of operations with the same path it is the first that the request is sound for. Raises the Refusal
        of the first operation where there is none.
        """
        refusals: list[Refusal] = []
        for match, following in zip(matches, [*matches[1:], None], strict=True):
            try:
                return match, self._checks.check(match, request)
            except Refusal as refusal:
                is_elsewhere = any(violation.location == "path" for violation in refusal.violations)
                has_twin = following is not None and following.texts.keys() == match.texts.keys()
                refusals.append(refusal)
                if not (is_elsewhere or has_twin):
                    break
        raise refusals[0]

    def _carried_out(self, match: Match, request: Request, values: dict[str, Any]) -> Answer:
        """The answer to a sound request. Raises Refusal."""
        operation = match.operation
        wanted = preferences(request.header("Prefer"))
        choice = choose(operation, wanted, request.header("Accept"))
        if choice.status >= 400 and choice.content and not choice.content.examples:
            raise Refusal(choice.status, "the request is sound; this answer was asked for")
        value = self._answers.value(choice, operation.id)
        if self._state is not None and not wanted.keys() & {"code", "example"}:
            schema = choice.content.schema if choice.content else True
            value = self._state.answered(operation, match.segments, values.get("body"), schema, value)
        headers = self._answers.headers(choice, operation.id)
        if choice.content is None:
            return Answer(choice.status, headers, b"", operation.id)
        body, content_type = encoded(value, choice.media_type)
        return Answer(choice.status, (("Content-Type", content_type), *headers), body, operation.id)

    def _request_id(self, number: int) -> str:
        """An id for a request, of the kind that the description declares if it declares one."""
        place = f"{self._options.seed} request {number}"
        text = random_uuid(Random(place))
        header = self._request_id_header
        if header is None or self._schemas.is_valid(header.schema, text):
            return text
        described = str(self._sampler.fresh(header.schema, place))
        return described if is_sendable(_REQUEST_ID, described) else text


def _request_id_header(api: Api) -> Header | None:
    """The request id header that the description declares on any of its responses."""
    responses = (response for operation in api.operations for response in operation.responses)
    headers = (header for response in responses for header in response.headers)
    return next((header for header in headers if header.name.lower() == _REQUEST_ID.lower()), None)
