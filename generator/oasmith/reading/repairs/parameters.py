"""The table of repairs of parameters and headers: fields that have no effect where they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from oasmith.reading.repairs.row import Context, Found, Repair, drop
from oasmith.structure import STYLES, Node

_OF_SCHEMA = frozenset({"style", "explode", "allowReserved", "example", "examples"})
"""Fields that belong to ``schema``; in 3.2 the last two also belong to ``content``."""


def _location(node: Node) -> str:
    """Where a parameter is, or a header, which has no ``in``."""
    return str(node.get("in", "header"))


def _is_3_2(context: Context) -> bool:
    return context.walk.version.startswith("3.2.")


def _without_effect(node: Node, context: Context) -> Iterator[Found]:
    location = _location(node)
    unused = _outside_query(location, context)
    beside = _beside_content(context) if "content" in node and "schema" not in node else frozenset()
    for field in node:
        if field in beside:
            yield Found((field,), words={"where": "beside `content`"})
        elif field in unused:
            yield Found((field,), words={"where": f"in a {location}"})


def _beside_content(context: Context) -> frozenset[str]:
    return _OF_SCHEMA - {"example", "examples"} if _is_3_2(context) else _OF_SCHEMA


def _outside_query(location: str, context: Context) -> frozenset[str]:
    """The fields that are only for other locations; 3.0 allows them everywhere."""
    if context.is_3_0 or location in ("query", "querystring"):
        return frozenset()
    may_be_reserved = _is_3_2(context) and location != "header"
    return frozenset({"allowEmptyValue"} if may_be_reserved else {"allowEmptyValue", "allowReserved"})


def _foreign_style(node: Node, context: Context) -> Iterator[Found]:
    location = _location(node)
    styles = [style for style in STYLES.get(location, ()) if style != "cookie" or _is_3_2(context)]
    if styles and "content" not in node and node["style"] not in styles:
        words = {"style": repr(node["style"]), "location": location, "usual": styles[0]}
        yield Found(("style",), styles[0], words)


def _with_usual_style(node: Node, found: Sequence[Found], context: Context) -> Node:
    """The default style of the location; arrays and objects stay exploded, or not, as in the given style."""
    explode = node.get("explode", node["style"] == "form")
    return {**node, "style": found[0].value, "explode": explode}


PARAMETER_REPAIRS: tuple[Repair, ...] = (
    Repair(
        ("parameter", "header"), _OF_SCHEMA | {"allowEmptyValue"}, _without_effect, drop,
        "has no effect {where} and is ignored", "Remove it.",
    ),
    Repair(
        ("parameter", "header"), frozenset({"style"}), _foreign_style, _with_usual_style,
        "is {style}, which is no style of a {location}; it is read as {usual!r}",
        "Write one of the styles of that location.",
    ),
)  # fmt: skip
