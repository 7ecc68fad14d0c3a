"""A file's text to plain data: JSON (RFC 8259) and YAML 1.2 with the core schema."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any

import yaml

from oasmith.errors import OasmithError, Problem

try:
    from yaml import CSafeLoader as _SafeLoader
except ImportError:
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]  # without libyaml, the same in Python

_MOST_YAML_BYTES = 20_000_000
"""The size that one file may have in YAML, which takes much longer to read than JSON."""
_MOST_ALIASED = 500_000
"""How many nodes the aliases of a YAML file may add to those that are written out."""
MOST_LEVELS = 100
"""How many objects and arrays may be inside each other."""
_MOST_DIGITS = 300
"""How many digits an integer may have; a double holds a number of about that size."""


def parse(path: str, suffix: str, text: str) -> Any:
    """A text as data: JSON where it looks like that, else YAML. Raises OasmithError, as ``load`` does."""
    if text.lstrip()[:1] in ("{", "["):
        try:
            return json.loads(
                text,
                object_pairs_hook=_object_without_duplicates,
                parse_int=_json_int,
            )
        except json.JSONDecodeError as error:
            if suffix == ".json":
                raise failed(
                    path, f"is not JSON: {error.msg}", "Correct the JSON at this place.", error.lineno
                ) from None
        except (_DuplicateKeyError, _LongIntegerError):
            pass  # the YAML reader finds the same place and knows its line
        except RecursionError:
            raise too_deep(path) from None
    return _parse_yaml(path, suffix, text)


class _LongIntegerError(Exception):
    """JSON has an integer with too many digits."""


def _json_int(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise _LongIntegerError
    return int(digits)


def _parse_yaml(path: str, suffix: str, text: str) -> Any:
    if len(text) > _MOST_YAML_BYTES:
        raise failed(
            path, f"is larger than the limit of {_MOST_YAML_BYTES:,} bytes for YAML", "Save it as JSON."
        )
    try:
        loader = YamlLoader(text if suffix != ".json" else text.replace("\t", " "))
    except yaml.YAMLError as error:
        raise _not_yaml(path, error) from None
    try:
        node = loader.get_single_node()
        if node is None:
            raise failed(path, "is empty", "Write an OpenAPI description into it.")
        if "*" in text:
            _refuse_endless_aliases(path, node)
        return loader.construct_document(node)
    except _DuplicateKeyError as error:
        raise failed(
            path,
            f"duplicate key {error.key!r}" if "openapi" in text else "duplicate key",
            "Keep one of the two; parsers disagree on which one to use.",
            error.line,
        ) from None
    except yaml.YAMLError as error:
        raise _not_yaml(path, error) from None
    except RecursionError:
        raise too_deep(path) from None
    finally:
        loader.dispose()


def _not_yaml(path: str, error: yaml.YAMLError) -> OasmithError:
    mark = message = None
    if isinstance(error, yaml.MarkedYAMLError):
        mark, message = error.problem_mark or error.context_mark, error.problem or error.context
    message = message or str(error).partition("\n")[0]
    line = mark.line + 1 if mark else None
    return failed(path, f"is not YAML: {message}", "Correct the YAML at this place.", line)


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


class YamlLoader(_SafeLoader):
    """PyYAML reads YAML 1.1; this one resolves plain scalars as YAML 1.2.2 §10.3.2 does."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise _construction_error("a value is not of the type that its tag names", node) from None

    def construct_mapping(self, node: yaml.Node, deep: bool = False) -> dict[Hashable, Any]:
        if not isinstance(node, yaml.MappingNode):
            raise _construction_error("a value is not of the type that its tag names", node)
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
        raise _construction_error("a key has to be a plain value", node)
    return str(node.value)


def _construction_error(message: str, node: yaml.Node) -> yaml.constructor.ConstructorError:
    return yaml.constructor.ConstructorError(None, None, message, node.start_mark)


def _construct_int(loader: Any, node: Any) -> int:
    text = str(loader.construct_scalar(node))
    if len(text) > _MOST_DIGITS:
        raise _construction_error(f"an integer has more digits than the limit of {_MOST_DIGITS}", node)
    return int(text, 0) if text[:2] in ("0o", "0x") else int(text)


def _construct_map(loader: Any, node: Any) -> Iterator[dict[str, Any]]:
    data: dict[str, Any] = {}
    yield data
    data.update(loader.construct_mapping(node))


def _refuse_tag(loader: Any, node: Any) -> None:
    raise _construction_error("a tag is not of the core schema of YAML 1.2", node)


_CORE_TAGS = ("null", "bool", "int", "float", "str", "seq", "map")
YamlLoader.yaml_constructors = {
    f"tag:yaml.org,2002:{tag}": _SafeLoader.yaml_constructors[f"tag:yaml.org,2002:{tag}"]
    for tag in _CORE_TAGS
} | {None: _refuse_tag}
YamlLoader.yaml_implicit_resolvers = {}
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
    YamlLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), _first)
YamlLoader.add_constructor("tag:yaml.org,2002:int", _construct_int)
YamlLoader.add_constructor("tag:yaml.org,2002:map", _construct_map)


def _refuse_endless_aliases(path: str, root: yaml.Node) -> None:
    sizes: dict[int, int] = {}

    def size(node: yaml.Node) -> int:
        known = sizes.get(id(node))
        if known is not None:
            if known == 0:
                raise failed(
                    path,
                    "an alias is inside its own anchor",
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
        if total > len(sizes) + _MOST_ALIASED:
            raise failed(
                path,
                f"its aliases add more nodes than the limit of {_MOST_ALIASED:,}",
                "Replace the nested aliases by $ref.",
                node.start_mark.line + 1,
            )
        sizes[id(node)] = total
        return total

    size(root)


def too_deep(path: str, line: int | None = None) -> OasmithError:
    message = f"is nested more deeply than the limit of {MOST_LEVELS} levels"
    return failed(path, message, "Flatten it, or split it with $ref.", line)


def failed(path: Path | str, message: str, remedy: str, line: int | None = None) -> OasmithError:
    """The error for a file that cannot be read."""
    return OasmithError(Problem(message, remedy, file=str(path), line=line))
