"""From a request line to an operation."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from oasmith.api.model import Api, Operation, Server
from oasmith.mock.messages import Refusal, Request

_VARIABLE = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Match:
    """An operation, the text of its path parameters still encoded, and the segments of the path decoded.

    The segments do not hold the base path of the server.
    """

    operation: Operation
    texts: Mapping[str, str]
    segments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Template:
    pattern: re.Pattern[str]
    names: tuple[str, ...]
    concreteness: tuple[int, ...]
    operations: dict[str, list[Operation]]


class Routes:
    """The paths of an API, below the base path of its first server or without it."""

    def __init__(self, api: Api) -> None:
        by_path: dict[str, dict[str, list[Operation]]] = defaultdict(lambda: defaultdict(list))
        for operation in api.operations:
            by_path[operation.path][operation.method].append(operation)
        templates = [_template(path, operations) for path, operations in by_path.items()]
        self._by_length: dict[int, list[_Template]] = defaultdict(list)
        for template in sorted(templates, key=lambda template: template.concreteness):
            self._by_length[len(template.concreteness)].append(template)
        self._base = _base_path(api.servers[0]) if api.servers else ""

    def matches(self, request: Request) -> list[Match]:
        """The operations that a request may ask for, those with concrete paths first (OpenAPI 3.1 §4.8.8).

        Raises Refusal 404 for a path that the description does not have, and 405 for a method that none
        of its paths has.
        """
        found: list[Match] = []
        allowed: set[str] = set()
        for path in self._paths(request.path):
            for template in self._by_length.get(path.count("/"), ()):
                variables = template.pattern.fullmatch(path)
                if not variables:
                    continue
                allowed.update(template.operations)
                texts = dict(zip(template.names, variables.groups(), strict=True))
                segments = tuple(map(unquote, path.split("/")[1:]))
                operations = template.operations.get(request.method, ())
                found += (Match(operation, texts, segments) for operation in operations)
        if found:
            return found
        if not allowed:
            reason = " (one of its segments is empty)" if "//" in request.path else ""
            raise Refusal(404, f"the description has no path that {request.path} matches{reason}")
        methods = ", ".join(sorted(allowed))
        raise Refusal(405, f"{request.path} takes {methods}", headers=(("Allow", methods),))

    def _paths(self, path: str) -> list[str]:
        """A path without the base path, and as it is; none of it if a segment would change the address."""
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
    """A variable takes at least one character: an empty one would change the address.

    Of two variables the first takes as much as it can. Where there are more, those before the last two
    take as little as they can and never give it back: a path is matched in linear time.
    """
    first, *parts = _VARIABLE.split(segment)
    pattern = _literal(first)
    texts = parts[1::2]
    if len(texts) > 1 and texts[-1]:
        pattern += rf"(?=[^/]*{_literal(texts[-1])}(?:/|\Z))"
    for left, text in zip(range(len(texts), 0, -1), texts, strict=True):
        literal = _literal(text)
        pattern += f"(?>([^/]+?){literal})" if left > 2 else f"([^/]+){literal}"
    return pattern


def _literal(text: str) -> str:
    """A pattern for text of which any character may be percent-encoded (RFC 3986 §2.3)."""
    return "".join(f"(?:{re.escape(char)}|(?i:{re.escape(_encoded(char))}))" for char in text)


def _encoded(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode())


def _vagueness(segment: str) -> int:
    """0 for a segment without variables, 2 for one that is nothing else."""
    if _VARIABLE.fullmatch(segment):
        return 2
    return 1 if _VARIABLE.search(segment) else 0


def _base_path(server: Server) -> str:
    """The path of a server's URL with the defaults of its variables, without a slash at its end."""
    url = server.url
    for variable in server.variables:
        url = url.replace(f"{{{variable.wire_name}}}", variable.default)
    return quote(unquote(urlsplit(url).path.rstrip("/")), safe="/~:@!$&'()*+,;=-._")
