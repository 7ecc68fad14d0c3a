"""Header parameters that OpenAPI ignores: what the client sends is described elsewhere (3.1 §4.8.12.1)."""

from __future__ import annotations

from typing import Any

from oasmith.reading.repairs.row import Walk
from oasmith.structure import METHODS, Document, Node, Parts, resolved

_IGNORED = {"accept", "content-type", "authorization"}


def without_ignored_headers(document: Document, walk: Walk) -> Document:
    """The document without header parameters for Accept, Content-Type and Authorization.

    Media types and ``security`` say what these headers contain. It is reported once if an operation
    loses its only way to get credentials.
    """
    paths = document.get("paths")
    if not isinstance(paths, dict):
        return document
    cleaner = _Cleaner(document, walk)
    return {**document, "paths": {path: cleaner.path_item(path, item) for path, item in paths.items()}}


class _Cleaner:
    def __init__(self, document: Document, walk: Walk) -> None:
        self.document = document
        self.walk = walk
        self.is_reported = False

    def path_item(self, path: str, item: Any) -> Any:
        if not isinstance(item, dict) or path.startswith("x-"):
            return item
        shared = self.ignored(item)
        result = self.without(item, shared)
        place: Parts = ("paths", path)
        result |= self.operations(
            {method: item[method] for method in METHODS if method in item}, shared, place
        )
        others = item.get("additionalOperations")
        if isinstance(others, dict):
            result["additionalOperations"] = self.operations(others, shared, (*place, "additionalOperations"))
        return result

    def operations(self, operations: Node, shared: set[str], place: Parts) -> Node:
        """The operations of a path item, by method."""
        result = dict(operations)
        for method, operation in operations.items():
            if isinstance(operation, dict):
                own = self.ignored(operation)
                result[method] = self.without(operation, own)
                self.report(operation, shared | own, (*place, method))
        return result

    def ignored(self, holder: Node) -> set[str]:
        """The names, in lower case, of the ignored parameters of an operation or path item."""
        parameters = holder.get("parameters")
        found = map(self.header_name, parameters if isinstance(parameters, list) else ())
        return _IGNORED & set(found)

    def header_name(self, node: Any) -> str:
        try:
            parameter = resolved(self.document, node)
        except KeyError:
            return ""
        is_header = isinstance(parameter, dict) and parameter.get("in") == "header"
        return str(parameter.get("name")).lower() if is_header else ""

    def without(self, holder: Node, ignored: set[str]) -> Node:
        if not ignored:
            return dict(holder)
        return {
            **holder,
            "parameters": [node for node in holder["parameters"] if self.header_name(node) not in ignored],
        }

    def report(self, operation: Node, ignored: set[str], place: Parts) -> None:
        """Report a parameter for credentials of which no security scheme takes the place."""
        security = operation.get("security", self.document.get("security"))
        if "authorization" not in ignored or security or self.is_reported:
            return
        self.is_reported = True
        self.walk.report(
            place,
            "has a header parameter 'Authorization', which OpenAPI ignores, and no `security`; "
            "no operation sends credentials from such a parameter",
            "Describe the credentials in `securitySchemes` and name them in `security`.",
        )
