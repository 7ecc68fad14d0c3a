"""Server URLs without a scheme, with a query, and relative ones: interpreted and reported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from oasmith.reading.repairs.row import Context, Found, Repair, keep
from oasmith.runtime.servers import absolute
from oasmith.structure import Node

_PORT = r":(\d+|\{[^{}]+\})"
_WITHOUT_SCHEME = re.compile(
    rf"(//.+|[\w.{{}}-]+{_PORT}(/.*)?|(localhost|\d+(\.\d+){{3}}|\[[0-9a-f:.]+\])({_PORT})?(/.*)?"
    r"|([\w{}-]+\.)+[a-z]{2,}(/.*)?)",
    re.IGNORECASE,
)
"""``//host/v1``, ``host:port``, ``localhost``, an IP address, or a domain, with or without a path."""


def _without_scheme(holder: Node, context: Context) -> Iterator[Found]:
    for index, url in _urls(holder):
        if "://" not in url and _WITHOUT_SCHEME.fullmatch(url):
            read = absolute(url)
            yield Found(("servers", index, "url"), read, {"url": repr(url), "read": repr(read)})


def _with_query(holder: Node, context: Context) -> Iterator[Found]:
    """A query or fragment, which would come before the path of an operation (OpenAPI 3.2 §4.6)."""
    for index, url in _urls(holder):
        read = re.split("[?#]", url)[0]
        if read != url:
            yield Found(("servers", index, "url"), read, {"url": repr(url), "read": repr(read)})


def _changed(holder: Node, found: Sequence[Found], context: Context) -> Node:
    urls = {mistake.at[1]: mistake.value for mistake in found}
    servers = [
        {**server, "url": urls[index]} if index in urls else server
        for index, server in enumerate(holder["servers"])
    ]
    return {**holder, "servers": servers}


def _relative(document: Node, context: Context) -> Iterator[Found]:
    """The path of the first server, if clients have to ask for its host."""
    for index, url in [*_urls(document)][:1]:
        if index == 0 and url.startswith("/") and url.strip("/"):
            yield Found(("servers", index, "url"), words={"url": repr(url)})


def _urls(holder: Node) -> Iterator[tuple[int, str]]:
    servers = holder["servers"]
    for index, server in enumerate(servers if isinstance(servers, list) else ()):
        if isinstance(server, dict) and isinstance(server.get("url"), str):
            yield index, server["url"]


SERVER_REPAIRS: tuple[Repair, ...] = (
    Repair(
        ("document", "path_item", "operation"), frozenset({"servers"}), _without_scheme, _changed,
        "is {url}, which has no scheme; assuming {read}", "Write a URL that begins with https:// or http://.",
    ),
    Repair(
        ("document", "path_item", "operation"), frozenset({"servers"}), _with_query, _changed,
        "is {url}, which has a query or a fragment; assuming {read}",
        "Describe what is sent in the query as parameters.",
    ),
    Repair(
        ("document",), frozenset({"servers"}), _relative, keep,
        "is {url}, which has no host; clients need a base_url that contains this path",
        "Write an absolute URL.",
    ),
)  # fmt: skip
