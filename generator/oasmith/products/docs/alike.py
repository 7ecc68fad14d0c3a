"""Finds schemas with the same content, such as those that a description repeats in every operation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from oasmith.products.docs.model import Object
from oasmith.products.docs.words import Link, Words


def originals(objects: Iterable[Object]) -> dict[str, str]:
    """By the name of a schema that of the first one with the same content; the first ones are not in it.

    Links are the same if what they lead to has the same content. Classes of schemas are split until all
    members of each agree.
    """
    objects = list(objects)
    classes = {item.name: 0 for item in objects}
    count = 1
    while True:
        numbers: dict[Any, int] = {}
        split = {
            item.name: numbers.setdefault((classes[item.name], _content(item, classes)), len(numbers))
            for item in objects
        }
        if len(numbers) == count:
            break
        classes, count = split, len(numbers)
    first: dict[int, str] = {}
    for item in objects:
        first.setdefault(classes[item.name], item.name)
    return {name: first[number] for name, number in classes.items() if first[number] != name}


def _content(item: Object, classes: Mapping[str, int]) -> Any:
    """All but the name, with the classes of schemas in place of links to them."""

    def words(phrase: Words) -> Any:
        return tuple(classes[piece.schema] if isinstance(piece, Link) else piece for piece in phrase)

    rows = tuple(replace(field, type=words(field.type), limits=words(field.limits)) for field in item.fields)
    own = {field.name: getattr(item, field.name) for field in fields(item)}
    own |= {"name": "", "fields": rows, "type": words(item.type), "limits": words(item.limits)}
    own |= {"others": tuple(map(words, item.others)), "alternatives": words(item.alternatives)}
    return repr(own)
