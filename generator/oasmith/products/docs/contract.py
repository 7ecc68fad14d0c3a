"""The part of the request contract that a page of the reference validates bodies against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oasmith.api.model import Operation
from oasmith.products.build import Build
from oasmith.runtime.media import kind_of
from oasmith.schemas import Schemas


def body_contract(build: Build, operation: Operation) -> Mapping[str, Any] | None:
    """The JSON Schema of the JSON body of an operation, with the schemas that it uses; None without one."""
    contents = operation.request_contents
    request = build.contract.document["operations"].get(operation.id, {})
    schema = request.get("properties", {}).get("body")
    if not contents or kind_of(contents[0].content_type) != "json" or not isinstance(schema, Mapping):
        return None
    named = build.contract.document["components"]["schemas"]
    used = Schemas(named).reachable([schema])
    return {**schema, "components": {"schemas": {name: named[name] for name in named if name in used}}}
