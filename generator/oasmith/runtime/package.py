"""What a generated package tells the runtime about itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from inspect import signature
from typing import Any

from .contract import Contract
from .environment import Environment
from .errors import RequestValidationError, Violation, within_stack
from .operation import Operation
from .requests import as_contract
from .security import SecurityScheme


@dataclass(frozen=True, slots=True)
class Package:
    """What a generated package tells the runtime about itself.

    ``arguments`` has for each credential that a client takes the key of its security scheme.
    """

    name: str
    contract: Contract
    operation: Callable[[str], Operation[Any]]
    security_schemes: Mapping[str, SecurityScheme]
    arguments: Mapping[str, str] = field(default_factory=dict)
    environments: Mapping[str, tuple[Environment, Callable[..., Any]]] = field(default_factory=dict)

    @within_stack
    def check(
        self, operation: str, /, body: Any = None, *, content_type: str | None = None, **parameters: Any
    ) -> tuple[Violation, ...]:
        """How a request would break the description; nothing if it would not.

        ``operation`` is an operation id of the description, ``body`` a model or JSON value, and
        ``parameters`` go by their Python names. Needs neither a client nor a network. Raises
        KeyError for an operation that does not exist and ValueError for a media type it does not take.
        """
        described = self.operation(operation)
        described_body = described.body(content_type)
        try:
            request = as_contract(described, parameters, body, described_body)
        except RequestValidationError as error:
            return error.violations
        return self.contract.settled(described.contract_key(described_body), request)[1]

    def from_environment(self) -> dict[str, Any]:
        """The credentials that the environment holds, by the key of their scheme.

        Raises CredentialsError where it holds only a part of them.
        """
        found = {}
        for key, (environment, build) in self.environments.items():
            fields = signature(build).parameters.values()
            values = environment.values([field.name for field in fields if field.default is field.empty])
            if values:
                found[key] = build(**values)
        return found
