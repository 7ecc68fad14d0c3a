"""Text files to plain data: JSON (RFC 8259) and YAML 1.2 with the core schema."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from oasmith.errors import OasmithError, Problem
from oasmith.reading.json_places import line_in_json
from oasmith.reading.pointers import split_pointer

try:
    from yaml import CSafeLoader as _SafeLoader
except ImportError:
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]

_MOST_NODES = 20_000_000
"""How many nodes a YAML document may have once its aliases are expanded."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as read: where it is, its text, and its data as dicts, lists and scalars.

    ``path`` is that of a file here as it was given, or the URL of one elsewhere.
    """

    path: str
    text: str
    data: Any

    def line_of(self, pointer: str) -> int | None:
        """The line (from 1) of the node at a JSON pointer, or of its nearest ancestor that exists.

        Reads the text again, so that the way without problems never pays for positions.
        """
        if self.text.lstrip()[:1] in ("{", "["):
            found = line_in_json(self.text, pointer)
            if found is not None:
                return found
        node = _composed(self.text)
        if node is None:
            return None
        line = node.start_mark.line
        for part in split_pointer(pointer):
            step = _child(node, part)
            if step is None:
                break
            line, node = step
        return int(line) + 1


@lru_cache(maxsize=2)
def _composed(text: str) -> yaml.Node | None:
    """A text with the places of everything in it; kept, since where one problem is there are others."""
    try:
        node: yaml.Node | None = yaml.compose(text.replace("\t", " "), Loader=_Loader)
    except (yaml.YAMLError, RecursionError):
        return None
    return node


def load(path: Path) -> SourceFile:
    """Read one description file.

    Raises OasmithError for a file that is missing, unreadable, not UTF-8, not JSON or YAML, that
    repeats a key, or whose aliases expand without end.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise _failed(
            path,
            "there is no such file",
            "Check the path; it is taken relative to the folder " "of the file or setting that names it.",
        ) from None
    except IsADirectoryError:
        raise _failed(path, "this is a folder", "Name the description file inside it.") from None
    except OSError as error:
        raise _failed(path, f"cannot be read ({error.strerror})", "Make the file readable.") from None
    except UnicodeDecodeError as error:
        raise _failed(path, f"is not UTF-8 (byte {error.start})", "Save the file as UTF-8.") from None
    return SourceFile(str(path), text, parse(str(path), path.suffix, text))


def parse(path: str, suffix: str, text: str) -> Any:
    """A text as data: JSON where it looks like that, else YAML. Raises OasmithError, as ``load`` does."""
    if text.lstrip()[:1] in ("{", "["):
        try:
            return json.loads(text, object_pairs_hook=_object_without_duplicates)
        except json.JSONDecodeError as error:
            if suffix == ".json":
                raise _failed(
                    path, f"is not JSON: {error.msg}", "Mend the JSON at this place.", error.lineno
                ) from None
        except _DuplicateKeyError:
            pass  # the YAML reader finds the same key and knows its line
        except RecursionError:
            raise _too_deep(path) from None
    return _parse_yaml(path, suffix, text)


def _parse_yaml(path: str, suffix: str, text: str) -> Any:
    loader = _Loader(text if suffix != ".json" else text.replace("\t", " "))
    try:
        node = loader.get_single_node()
        if node is None:
            raise _failed(path, "is empty", "Write an OpenAPI description into it.")
        if "*" in text:
            _refuse_endless_aliases(path, node)
        return loader.construct_document(node)
    except _DuplicateKeyError as error:
        raise _failed(
            path,
            f"the key {error.key!r} stands twice in one object",
            "Keep one of the two; readers disagree on which would win.",
            error.line,
        ) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _failed(
            path,
            f"is not YAML: {error.problem or error.context}",
            "Mend the YAML at this place.",
            mark.line + 1 if mark else None,
        ) from None
    except yaml.YAMLError as error:
        raise _failed(path, f"is not YAML: {str(error).splitlines()[0]}", "Mend the YAML.") from None
    except RecursionError:
        raise _too_deep(path) from None
    finally:
        loader.dispose()


class _DuplicateKeyError(Exception):
    def __init__(self, key: str, line: int | None = None) -> None:
        super().__init__(key)
        self.key = key
        self.line = line


def _object_without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _DuplicateKeyError(key)
            seen.add(key)
    return result


class _Loader(_SafeLoader):
    """PyYAML reads YAML 1.1; this one resolves plain scalars as YAML 1.2.2 §10.3.2 does."""

    def construct_mapping(self, node: yaml.Node, deep: bool = False) -> dict[Hashable, Any]:
        assert isinstance(node, yaml.MappingNode)
        own: set[str] = set()
        for key_node, _ in node.value:
            key = _key(key_node)
            if key in own and key != "<<":
                raise _DuplicateKeyError(key, key_node.start_mark.line + 1)
            own.add(key)
        self.flatten_mapping(node)
        return {_key(key_node): self.construct_object(value, deep=deep) for key_node, value in node.value}


def _key(node: yaml.Node) -> str:
    """A key as it is written: the response code 200 is "200", the key no is "no"."""
    if not isinstance(node, yaml.ScalarNode):
        raise yaml.constructor.ConstructorError(None, None, "a key has to be a plain value", node.start_mark)
    return str(node.value)


def _construct_int(loader: Any, node: Any) -> int:
    text = str(node.value)
    return int(text, 0) if text[:2] in ("0o", "0x") else int(text)


def _construct_map(loader: Any, node: Any) -> Iterator[dict[str, Any]]:
    data: dict[str, Any] = {}
    yield data
    data.update(loader.construct_mapping(node))


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    (
        "float",
        r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
        list("-+0123456789."),
    ),
    ("merge", r"<<", ["<"]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), _first)
_Loader.add_constructor("tag:yaml.org,2002:int", _construct_int)
_Loader.add_constructor("tag:yaml.org,2002:map", _construct_map)


def _refuse_endless_aliases(path: str, root: yaml.Node) -> None:
    sizes: dict[int, int] = {}

    def size(node: yaml.Node) -> int:
        known = sizes.get(id(node))
        if known is not None:
            if known == 0:
                raise _failed(
                    path,
                    "an alias stands inside its own anchor",
                    "Break the circle; use $ref for recursive schemas.",
                    node.start_mark.line + 1,
                )
            return known
        sizes[id(node)] = 0
        total = 1
        if isinstance(node, yaml.MappingNode):
            total += sum(size(key) + size(value) for key, value in node.value)
        elif isinstance(node, yaml.SequenceNode):
            total += sum(size(item) for item in node.value)
        if total > _MOST_NODES:
            raise _failed(
                path,
                f"its aliases expand to more than {_MOST_NODES:,} nodes",
                "Replace the nested aliases by $ref.",
                node.start_mark.line + 1,
            )
        sizes[id(node)] = total
        return total

    size(root)


def _child(node: yaml.Node, part: str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == part:
                return key.start_mark.line, value
    elif isinstance(node, yaml.SequenceNode) and part.isdigit() and int(part) < len(node.value):
        item = node.value[int(part)]
        return item.start_mark.line, item
    return None


def _too_deep(path: str) -> OasmithError:
    return _failed(path, "is nested too deeply to read", "Flatten it, or split it with $ref.")


def _failed(path: Path | str, message: str, remedy: str, line: int | None = None) -> OasmithError:
    return OasmithError(Problem(message, remedy, file=str(path), line=line))
