"""Finds the operation for the method and path of a request."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from oasmith.api.model import Api, Operation, server_url
from oasmith.mock.messages import HttpError, Request

_VARIABLE = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Match:
    """An operation, its path parameters, still encoded, and the decoded segments of the path.

    The segments do not include the base path of the server.
    """

    operation: Operation
    variables: Mapping[str, str]
    segments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Template:
    pattern: re.Pattern[str]
    names: tuple[str, ...]
    vagueness: tuple[int, ...]
    operations: dict[str, list[Operation]]


class Routes:
    """The paths of an API, with or without the base path of its first server."""

    def __init__(self, api: Api) -> None:
        by_path: dict[str, dict[str, list[Operation]]] = defaultdict(lambda: defaultdict(list))
        for operation in api.operations:
            by_path[operation.path][operation.method].append(operation)
        templates = [_template(path, operations) for path, operations in by_path.items()]
        self._by_length: dict[int, list[_Template]] = defaultdict(list)
        for template in sorted(templates, key=lambda template: template.vagueness):
            self._by_length[len(template.vagueness)].append(template)
        self._base = _base_path(server_url(api.servers))

    def matches(self, request: Request) -> list[Match]:
        """The operations that match a request, those with concrete paths first (OpenAPI 3.1 §4.8.8).

        Raises HttpError 404 if no path matches, and 405 if no matching path has the method.
        """
        found: list[Match] = []
        allowed: set[str] = set()
        for path in self._paths(request.path):
            for template in self._by_length.get(path.count("/"), ()):
                matched = template.pattern.fullmatch(path)
                if not matched:
                    continue
                allowed.update(template.operations)
                variables = dict(zip(template.names, matched.groups(), strict=True))
                segments = tuple(map(unquote, path.split("/")[1:]))
                operations = template.operations.get(request.method, ())
                found += (Match(operation, variables, segments) for operation in operations)
        if found:
            return found
        if not allowed:
            reason = " (one of its segments is empty)" if "//" in request.path else ""
            raise HttpError(404, f"no path of the description matches {request.path}{reason}")
        methods = ", ".join(sorted(allowed))
        raise HttpError(
            405, f"{request.path} allows {methods}, not {request.method}", headers=(("Allow", methods),)
        )

    def _paths(self, path: str) -> list[str]:
        """The path without the base path, and as it is; none if a segment would change the URL."""
        if any(unquote(segment) in (".", "..") for segment in path.split("/")):
            return []
        below = [path.removeprefix(self._base)] if self._base and path.startswith(self._base + "/") else []
        return [*below, path]


def _template(path: str, operations: dict[str, list[Operation]]) -> _Template:
    segments = path.split("/")[1:]
    return _Template(
        re.compile("".join("/" + _segment_pattern(segment) for segment in segments)),
        tuple(_VARIABLE.findall(path)),
        tuple(map(_vagueness, segments)),
        operations,
    )


def _segment_pattern(segment: str) -> str:
    """A pattern for a segment. A variable has at least one character: an empty one would change the URL.

    The first of two variables is greedy. If there are more, those before the last two are lazy and
    atomic, so that matching takes linear time.
    """
    first, *parts = _VARIABLE.split(segment)
    pattern = _literal(first)
    literals = list(map(_literal, parts[1::2]))
    if len(literals) > 1 and literals[-1]:
        pattern += rf"(?=[^/]*{literals[-1]}(?:/|\Z))"
    for left, literal in zip(range(len(literals), 0, -1), literals, strict=True):
        pattern += f"(?>([^/]+?){literal})" if left > 2 else f"([^/]+){literal}"
    return pattern


def _literal(text: str) -> str:
    """A pattern for a string in which any character may be percent-encoded (RFC 3986 §2.3)."""
    return "".join(f"(?:{re.escape(char)}|(?i:{re.escape(_encoded(char))}))" for char in text)


def _encoded(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode())


def _vagueness(segment: str) -> int:
    """0 for a segment without variables, 2 for one variable and nothing else, 1 for others."""
    if _VARIABLE.fullmatch(segment):
        return 2
    return 1 if _VARIABLE.search(segment) else 0


def _base_path(url: str) -> str:
    """The path of a URL, without a slash at the end."""
    return quote(unquote(urlsplit(url).path.rstrip("/")), safe="/~:@!$&'()*+,;=-._")
