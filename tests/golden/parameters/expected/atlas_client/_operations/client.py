"""The operations of the client itself."""

from __future__ import annotations

from .._runtime.operation import Operation, Parameter

FIND_MAP: Operation[bytes] = Operation(
    id="findMap",
    method="GET",
    path="/maps/{sheet}/{region}/{box}",
    parameters=(
        Parameter("sheet", "sheet", "path", "simple", False),
        Parameter("region", "region", "path", "label", True),
        Parameter("box", "box", "path", "matrix", False),
        Parameter("scale", "scale", "query", "form", True),
        Parameter("layers", "layers", "query", "form", False),
        Parameter("marks", "marks", "query", "pipeDelimited", False),
        Parameter("words", "words", "query", "spaceDelimited", False),
        Parameter("filter", "filter", "query", "deepObject", True),
        Parameter("raw", "raw", "query", "form", True, allow_reserved=True),
        Parameter("exact", "exact", "query", "json", False),
        Parameter("x_trace", "X-Trace", "header", "simple", False),
        Parameter("session", "session", "cookie", "form", True),
        Parameter("legacy", "legacy", "query", "form", True),
        Parameter("page_size", "page size", "query", "form", True),
    ),
    responses={"200": {"image/png": lambda: bytes}},
    accept="image/png",
)
