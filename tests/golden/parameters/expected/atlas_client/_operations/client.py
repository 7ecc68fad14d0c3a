"""The operations of the client itself."""

from __future__ import annotations

from .._runtime.operation import Operation
from .._runtime.parameters import Parameter
from .._runtime.styles import StyledParameter

FIND_MAP: Operation[bytes] = Operation(
    id="findMap",
    method="GET",
    path="/maps/{sheet}/{region}/{box}",
    parameters=(
        Parameter("sheet", "sheet", "path", "simple", False),
        StyledParameter("region", "region", "path", "label", True),
        StyledParameter("box", "box", "path", "matrix", False),
        Parameter("scale", "scale", "query", "form", True),
        Parameter("layers", "layers", "query", "form", False),
        StyledParameter("marks", "marks", "query", "pipeDelimited", False),
        StyledParameter("words", "words", "query", "spaceDelimited", False),
        StyledParameter("filter", "filter", "query", "deepObject", True),
        Parameter("raw", "raw", "query", "form", True, allow_reserved=True),
        StyledParameter("exact", "exact", "query", "json", False),
        StyledParameter("x_trace", "X-Trace", "header", "simple", False),
        StyledParameter("session", "session", "cookie", "form", True),
        Parameter("legacy", "legacy", "query", "form", True),
        Parameter("page_size", "page size", "query", "form", True),
    ),
    responses={"200": {"image/png": lambda: bytes}},
    accept="image/png, */*;q=0.1",
)
