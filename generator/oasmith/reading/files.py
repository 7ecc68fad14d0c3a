"""Text files to plain data: JSON (RFC 8259) and YAML 1.2 with the core schema."""

from __future__ import annotations

import json
import math
import os
import re
import stat
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from oasmith.errors import OasmithError, Problem
from oasmith.reading.json_places import line_in_json
from oasmith.structure import array_index, join_pointer, split_pointer

try:
    from yaml import CSafeLoader as _SafeLoader
except ImportError:
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]

MOST_BYTES = 32_000_000
"""The size that one file may have."""
_MOST_YAML_BYTES = 20_000_000
"""The size that one file may have in YAML, which takes much longer to read than JSON."""
_MOST_ALIASED = 500_000
"""How many nodes the aliases of a YAML file may add to those that are written out."""
MOST_LEVELS = 100
"""How many objects and arrays may be inside each other."""
_MOST_DIGITS = 300
"""How many digits an integer may have; a double holds a number of about that size."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as read: where it is, its text, and its data as dicts, lists and scalars.

    ``path`` is that of a file here as it was given, or the URL of one elsewhere.
    """

    path: str
    text: str
    data: Any

    def problem(self, message: str, remedy: str, pointer: str) -> Problem:
        """A problem at a JSON pointer into the data."""
        return Problem(message, remedy, self.path, self.line_of(pointer), pointer)

    def without_data(self) -> SourceFile:
        """The same with the text only, which is enough to find lines."""
        return replace(self, data=None)

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

    def text_of(self, pointer: str) -> str | None:
        """The scalar at a JSON pointer as it is written, such as ``4.10``; None where there is none."""
        node = _composed(self.text)
        for part in split_pointer(pointer):
            step = _child(node, part) if node is not None else None
            node = step[1] if step is not None else None
        return str(node.value) if isinstance(node, yaml.ScalarNode) else None


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

    Raises OasmithError for a file that is missing, unreadable, not a regular file, too large, not UTF-8,
    or that ``source_file`` refuses.
    """
    return source_file(str(path), path.suffix, _content(path))


def source_file(path: str, suffix: str, raw: bytes) -> SourceFile:
    """The content of a file as text and data.

    Raises OasmithError for what is not UTF-8, not JSON or YAML, repeats a key, is nested too deeply,
    holds a number that JSON cannot write, or has aliases that expand too far. No error quotes the
    content: the file may be anything.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        is_utf_16 = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
        message = "is UTF-16, not UTF-8" if is_utf_16 else f"is not UTF-8 (byte {error.start})"
        raise _failed(
            path, message, "Save the file as UTF-8.", raw.count(b"\n", 0, error.start) + 1
        ) from None
    source = SourceFile(path, text, parse(path, suffix, text))
    _require_plain_data(source)
    if _SURROGATE_ESCAPE.search(text):
        _require_whole_characters(source)
    return source


def _content(path: Path) -> bytes:
    """The bytes of a regular file; opening anything else never waits for another process."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise _failed(
            path,
            "there is no such file",
            "Check the path; it is relative to the folder of the file or setting that names it.",
        ) from None
    except ValueError:
        raise _failed(path, "is not a path", "Remove the null character.") from None
    except OSError as error:
        raise _failed(path, f"cannot be read ({error.strerror})", "Name a file that is readable.") from None
    try:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            raise _failed(path, f"is {_file_kind(mode)}, not a file", "Name a description file.")
        with os.fdopen(handle, "rb", closefd=False) as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise _failed(path, f"cannot be read ({error.strerror})", "Name a file that is readable.") from None
    finally:
        os.close(handle)
    if len(raw) > MOST_BYTES:
        raise too_long(path, MOST_BYTES)
    return raw


def _file_kind(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    return "a named pipe" if stat.S_ISFIFO(mode) else "a device" if stat.S_ISCHR(mode) else "no regular file"


def too_long(path: Path | str, limit: int) -> OasmithError:
    """The error for a file that is larger than a limit in bytes."""
    return _failed(path, f"is larger than the limit of {limit:,} bytes", "Split it with $ref.")


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
                raise _failed(
                    path, f"is not JSON: {error.msg}", "Correct the JSON at this place.", error.lineno
                ) from None
        except (_DuplicateKeyError, _LongIntegerError):
            pass  # the YAML reader finds the same place and knows its line
        except RecursionError:
            raise _too_deep(path) from None
    return _parse_yaml(path, suffix, text)


class _LongIntegerError(Exception):
    """JSON has an integer with too many digits."""


def _json_int(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise _LongIntegerError
    return int(digits)


def _require_plain_data(source: SourceFile) -> None:
    """Raise OasmithError where data is nested too deeply or holds a number that JSON cannot write."""
    stack: list[tuple[Any, tuple[str | int, ...]]] = [(source.data, ())]
    while stack:
        node, parts = stack.pop()
        if isinstance(node, float) and not math.isfinite(node):
            raise OasmithError(
                source.problem(
                    "is not a number that JSON can write",
                    "Write a finite number, or remove it.",
                    join_pointer(parts),
                )
            )
        if not isinstance(node, (dict, list)):
            continue
        if len(parts) >= MOST_LEVELS:
            raise _too_deep(source.path, source.line_of(join_pointer(parts)))
        members = node.items() if isinstance(node, dict) else enumerate(node)
        stack += [(value, (*parts, key)) for key, value in members if isinstance(value, (dict, list, float))]


_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TEXTS = {"title", "summary", "description"}
_VALUES = {"default", "const", "enum", "example", "examples", "value", "dataValue"}


def _require_whole_characters(source: SourceFile) -> None:
    """Raise OasmithError for half of a surrogate pair, unless it is in text for people, which shows it."""
    stack: list[tuple[Any, tuple[str | int, ...]]] = [(source.data, ())]
    while stack:
        node, parts = stack.pop()
        is_text = parts and parts[-1] in _TEXTS and _VALUES.isdisjoint(parts)
        if isinstance(node, dict):
            stack += [(value, (*parts, key)) for key, value in node.items()]
        elif isinstance(node, list):
            stack += [(value, (*parts, index)) for index, value in enumerate(node)]
        broken = (
            [node] if isinstance(node, str) and not is_text else list(node) if isinstance(node, dict) else []
        )
        if any(_SURROGATE.search(text) for text in broken):
            message = "has half of a surrogate pair, which is not a character"
            raise OasmithError(
                source.problem(message, "Write both halves, or remove it.", join_pointer(parts))
            )


def _parse_yaml(path: str, suffix: str, text: str) -> Any:
    if len(text) > _MOST_YAML_BYTES:
        raise _failed(
            path, f"is larger than the limit of {_MOST_YAML_BYTES:,} bytes for YAML", "Save it as JSON."
        )
    try:
        loader = _Loader(text if suffix != ".json" else text.replace("\t", " "))
    except yaml.YAMLError as error:
        raise _not_yaml(path, error) from None
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
            f"duplicate key {error.key!r}" if "openapi" in text else "duplicate key",
            "Keep one of the two; readers disagree on which would win.",
            error.line,
        ) from None
    except yaml.YAMLError as error:
        raise _not_yaml(path, error) from None
    except RecursionError:
        raise _too_deep(path) from None
    finally:
        loader.dispose()


def _not_yaml(path: str, error: yaml.YAMLError) -> OasmithError:
    mark = message = None
    if isinstance(error, yaml.MarkedYAMLError):
        mark, message = error.problem_mark or error.context_mark, error.problem or error.context
    message = message or str(error).partition("\n")[0]
    line = mark.line + 1 if mark else None
    return _failed(path, f"is not YAML: {message}", "Correct the YAML at this place.", line)


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
_Loader.yaml_constructors = {
    f"tag:yaml.org,2002:{tag}": _SafeLoader.yaml_constructors[f"tag:yaml.org,2002:{tag}"]
    for tag in _CORE_TAGS
} | {None: _refuse_tag}
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
            raise _failed(
                path,
                f"its aliases add more nodes than the limit of {_MOST_ALIASED:,}",
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
    elif isinstance(node, yaml.SequenceNode):
        index = array_index(part)
        if index is None or index >= len(node.value):
            return None
        item = node.value[index]
        return item.start_mark.line, item
    return None


def _too_deep(path: str, line: int | None = None) -> OasmithError:
    message = f"is nested more deeply than the limit of {MOST_LEVELS} levels"
    return _failed(path, message, "Flatten it, or split it with $ref.", line)


def _failed(path: Path | str, message: str, remedy: str, line: int | None = None) -> OasmithError:
    return OasmithError(Problem(message, remedy, file=str(path), line=line))
