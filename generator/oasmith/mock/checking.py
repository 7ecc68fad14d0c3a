"""A request held to the description by the very contract that clients hold it to."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from jsonschema_rs import ReferencingError, ValidationError

from oasmith.api.contract import contract_document
from oasmith.api.model import Api, Content, Operation
from oasmith.mock.media import DEFAULT, is_json, matches, specificity
from oasmith.mock.messages import Refusal, Request
from oasmith.mock.parsing import read_body, read_parameters
from oasmith.mock.routing import Match
from oasmith.mock.security import check_credentials, query_keys
from oasmith.runtime.branches import BranchContract
from oasmith.runtime.errors import Violation
from oasmith.runtime.media import essence, kind_of
from oasmith.values.cache import SchemaCache

_log = logging.getLogger("oasmith.mock")


class Checks:
    """What a request has to pass."""

    def __init__(self, api: Api, schemas: SchemaCache, secrets: Mapping[str, str]) -> None:
        self._schemas = schemas
        self._secrets = secrets
        self._schemes = {scheme.key: scheme for scheme in api.security_schemes}
        document = contract_document(replace(api, operations=tuple(_by_media_type(api))))
        self._contract = BranchContract(document)

    def check(self, match: Match, request: Request) -> dict[str, Any]:
        """The request in the contract's form.

        Raises Refusal 401 for missing credentials and bad signatures, 413 for a body that was cut, 415
        for one of a type that the operation does not take, and 400 with every violation of the description.
        """
        operation = match.operation
        check_credentials(operation, request, self._schemes, self._secrets)
        if request.is_cut:
            raise Refusal(413, "the body is longer than this server takes")
        keys = query_keys(self._schemes.values())
        values: dict[str, Any] = read_parameters(operation, match.texts, request, self._schemas, keys)
        index = 0
        contents = operation.body.contents if operation.body else ()
        content_type = request.header("Content-Type") or ""
        if contents and (request.body or kind_of(content_type) == "form"):
            index = _content_index(contents, content_type)
            schema = contents[index].schema
            try:
                values["body"] = read_body(request, schema, self._schemas)
            except ValueError as error:
                wanted = "JSON" if is_json(content_type) else essence(content_type)
                raise _refused((Violation("body", "", None, f"is not {wanted}: {error}"),)) from None
            if not (is_json(content_type) or isinstance(values["body"], dict)):
                index = len(contents)
        violations = self._violations(operation, index, values)
        if violations:
            raise _refused(violations)
        return values

    def _violations(self, operation: Operation, index: int, values: dict[str, Any]) -> tuple[Violation, ...]:
        """What the contract finds; nothing, but a line in the log, where its schemas are no schemas."""
        try:
            return self._contract.violations(_key(operation, index), values)
        except (ValidationError, ReferencingError) as error:
            reason = str(error).partition("\n")[0]
            _log.warning("requests of %r cannot be checked: %r", operation.id, reason)
            return ()


def _refused(violations: tuple[Violation, ...]) -> Refusal:
    return Refusal(400, "; ".join(map(str, violations)), violations=violations)


def _by_media_type(api: Api) -> Iterator[Operation]:
    """Each operation once for each media type of its body, and once for any body that is just text."""
    for operation in api.operations:
        if operation.body is None or not operation.body.contents:
            yield replace(operation, id=_key(operation, 0))
            continue
        contents = operation.body.contents
        for index, content in enumerate((*contents, replace(contents[0], schema=True))):
            body = replace(operation.body, contents=(content,))
            yield replace(operation, id=_key(operation, index), body=body)


def _key(operation: Operation, index: int) -> str:
    return f"{operation.id} {index}"


def _content_index(contents: tuple[Content, ...], content_type: str) -> int:
    """Which of the contents a body is, the most specific one. Raises Refusal 415 if it is none."""
    found = [
        (specificity(content.media_type), -index)
        for index, content in enumerate(contents)
        if matches(content.media_type, content_type or DEFAULT)
    ]
    if not found:
        taken = ", ".join(content.media_type for content in contents)
        given = content_type or "a body without a content type"
        raise Refusal(415, f"the body has to be {taken}, not {given}", headers=(("Accept", taken),))
    return -max(found)[1]
