"""The line numbers of the values in a JSON or YAML text."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import NamedTuple

import yaml

from oasmith.reading.parsing import YamlLoader
from oasmith.structure import array_index, split_pointer

_decoder = json.JSONDecoder()


def line_of(text: str, pointer: str) -> int | None:
    """The line (from 1) of the value at a JSON pointer, or of its nearest ancestor; None for no such text."""
    found = _in_json(text, pointer)
    if found is not None:
        return text.count("\n", 0, found.position) + 1
    node = _composed(text)
    if node is None:
        return None
    line = node.start_mark.line
    for part in split_pointer(pointer):
        step = _child(node, part)
        if step is None:
            break
        line, node = step
    return int(line) + 1


def scalar_at(text: str, pointer: str) -> str | None:
    """The scalar at a JSON pointer as it is written, such as ``4.10``; None where there is none."""
    found = _in_json(text, pointer)
    if found is not None:
        if not found.is_whole or text[found.start] in "{[":
            return None
        value, end = _decoder.raw_decode(text, found.start)
        return value if isinstance(value, str) else text[found.start : end]
    node = _composed(text)
    for part in split_pointer(pointer):
        step = _child(node, part) if node is not None else None
        node = step[1] if step is not None else None
    return str(node.value) if isinstance(node, yaml.ScalarNode) else None


@lru_cache(maxsize=2)
def _composed(text: str) -> yaml.Node | None:
    """The YAML nodes of a text, with their positions; cached, since one problem seldom comes alone."""
    try:
        node: yaml.Node | None = yaml.compose(text.replace("\t", " "), Loader=YamlLoader)
    except (yaml.YAMLError, RecursionError):
        return None
    return node


def _child(node: yaml.Node, part: str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == part:
                return key.start_mark.line, value
    elif isinstance(node, yaml.SequenceNode):
        index = array_index(part)
        if index is None or index >= len(node.value):
            return None
        item = node.value[index]
        return item.start_mark.line, item
    return None


class _Found(NamedTuple):
    """A member of an object or array in a JSON text: where it begins, and its value.

    ``is_whole`` is false for the nearest ancestor of what was looked for.
    """

    position: int
    start: int
    is_whole: bool


def _in_json(text: str, pointer: str) -> _Found | None:
    """What is at a JSON pointer, or its nearest ancestor; None for no JSON."""
    try:
        position = start = _after_space(text, 0)
        if text[start] not in "{[":
            return None
        for part in split_pointer(pointer):
            members = _members(text, start)
            if part not in members:
                return _Found(position, start, is_whole=False)
            position, start = members[part]
    except (ValueError, IndexError, RecursionError):
        return None
    return _Found(position, start, is_whole=True)


@lru_cache(maxsize=1024)
def _members(text: str, start: int) -> dict[str, tuple[int, int]]:
    """The members of the object or array at an offset: by key or index where they begin, and their values."""
    members: dict[str, tuple[int, int]] = {}
    if text[start] not in "{[":
        return members
    is_object = text[start] == "{"
    position = _after_space(text, start + 1)
    while text[position] not in "}]":
        key, value = str(len(members)), position
        if is_object:
            key, end = _decoder.raw_decode(text, position)
            value = _after_space(text, _after_space(text, end) + 1)
        members[key] = (position, value)
        position = _after_space(text, _decoder.raw_decode(text, value)[1])
        if text[position] == ",":
            position = _after_space(text, position + 1)
    return members


def _after_space(text: str, position: int) -> int:
    while text[position] in " \t\r\n":
        position += 1
    return position
