"""The mock service: from a request to a response, without a socket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from oasmith.api.model import Api, Header
from oasmith.media_types import is_stream
from oasmith.mock.checking import RequestChecker
from oasmith.mock.errors import ErrorResponses
from oasmith.mock.faults import Fault, Faults, fault_of
from oasmith.mock.messages import HttpError, Request, Response
from oasmith.mock.pages import ended
from oasmith.mock.preferences import preferences
from oasmith.mock.responses import ResponseSampler, choose, encode, is_sendable
from oasmith.mock.routing import Match, Routes
from oasmith.mock.state import State, Typed
from oasmith.values.cache import SchemaCache
from oasmith.values.sampling import Sampler
from oasmith.values.scalars import random_uuid

_REQUEST_ID = "X-Request-Id"


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a mock service.

    ``max_body`` is the maximum size of a request body in bytes; ``secrets`` has the secret key of each
    access key, to verify signatures.
    """

    seed: int = 0
    stateful: bool = False
    faults: Faults = field(default_factory=Faults)
    max_body: int = 10_000_000
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


class Mock:
    """A mock service for an API. It is not safe to share between threads."""

    def __init__(self, api: Api, options: Options) -> None:
        schemas = SchemaCache(api.schemas)
        self._options = options
        self._schemas = schemas
        self._sampler = Sampler(schemas, options.seed)
        self._responses = ResponseSampler(schemas, self._sampler)
        self._routes = Routes(api)
        self._checker = RequestChecker(api, schemas, options.secrets)
        self._errors = ErrorResponses(schemas, self._responses)
        self._state = State(api, schemas, options.seed) if options.stateful else None
        self._request_id_header = _request_id_header(api)

    def respond(self, request: Request, number: int) -> tuple[Response, Fault]:
        """The response to the request with this number, and the fault to inject."""
        request_id = self._request_id(number)
        fault = Fault()
        match: Match | None = None
        try:
            fault = fault_of(self._options.faults, request, self._options.seed, number)
            matches = self._routes.matches(request)
            match = matches[0]
            if fault.status is not None:
                raise HttpError(fault.status, "this is an injected fault")
            match, values = self._checked(matches, request)
            response = replace(self._success(match, request, values), values=values)
        except HttpError as error:
            operation = match.operation if match else None
            response = self._errors.response(error, operation, request.header("Accept"), request_id)
        if self._request_id_header is not None:
            response = replace(response, headers=(*response.headers, (_REQUEST_ID, request_id)))
        return response, fault

    def _checked(self, matches: list[Match], request: Request) -> tuple[Match, dict[str, Any]]:
        """The first operation whose path parameters are valid, and the request as JSON values.

        Of operations with the same path, it is the first for which the request is valid. If there is
        none, raises the HttpError of the first operation.
        """
        errors: list[HttpError] = []
        for match, following in zip(matches, [*matches[1:], None], strict=True):
            try:
                return match, self._checker.check(match, request)
            except HttpError as error:
                is_other_path = any(violation.location == "path" for violation in error.violations)
                has_twin = following is not None and following.variables.keys() == match.variables.keys()
                errors.append(error)
                if not (is_other_path or has_twin):
                    break
        raise errors[0]

    def _success(self, match: Match, request: Request, values: Mapping[str, Any]) -> Response:
        """The response to a valid request. Raises HttpError."""
        operation = match.operation
        preferred = preferences(request.header("Prefer"))
        choice = choose(operation, preferred, request.header("Accept"))
        content = choice.content
        if choice.status >= 400 and content and not content.examples:
            raise HttpError(choice.status, "the request is valid; it asked for this response")
        value = self._responses.body(choice, operation.id)
        is_free = not preferred.keys() & {"code", "example"} and not is_stream(choice.media_type)
        if self._state is not None and is_free:
            response = Typed(value, content.schema if content else True)
            value = self._state.respond(operation, match.segments, values.get("body"), response)
        headers = self._responses.headers(choice, operation.id)
        if content is not None and is_free:
            value = ended(operation, values, value, content.schema, self._schemas)
        if content is None:
            return Response(choice.status, headers, b"", operation.id)
        body, content_type = encode(value, choice.media_type)
        return Response(choice.status, (("Content-Type", content_type), *headers), body, operation.id)

    def _request_id(self, number: int) -> str:
        """An id for a request that is valid for the described header, if there is one."""
        place = f"{self._options.seed} request {number}"
        uuid = random_uuid(Random(place))
        header = self._request_id_header
        if header is None or self._schemas.is_valid(header.schema, uuid):
            return uuid
        sample = str(self._sampler.fresh(header.schema, place))
        return sample if is_sendable(_REQUEST_ID, sample) else uuid


def _request_id_header(api: Api) -> Header | None:
    """The request id header that the description declares on any of its responses."""
    responses = (response for operation in api.operations for response in operation.responses)
    headers = (header for response in responses for header in response.headers)
    return next((header for header in headers if header.name.lower() == _REQUEST_ID.lower()), None)
