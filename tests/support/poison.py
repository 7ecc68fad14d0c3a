"""Descriptions in which every text that is anybody's own is hostile, and what of a module is not text."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from oasmith.structure import Kind, Parts, map_objects, resolved

HOSTILE = (
    '\'"`\n\r\t\u2028\u2029\u0085\x0b\x0c\x01\x1b[31m\x7f \\ \\n \\" {{ 7*7 }} {% raw %} {# #} */ '
    '<!-- --> ]]> """ \'\'\' __import__("os").abort() $(exit 9) ${HOME} ;false|& %s %(x)s '
    "\u202e\u2066\u200f \ud7ff \U0001f525 é"
)
"""Quotes, line ends, control characters, escapes, template marks, comment ends, code, shell, right-to-left
marks, emoji."""

SOFT = "'\"` \\ $(exit 9);&|* \u202e \U0001f525 é"
"""The same for places in which some characters are the description's own marks, such as paths."""

_TEXTS = {"title", "summary", "description", "operationId", "x-displayName", "termsOfService"}
_VALUES = {"default", "example", "const", "value", "enum", "examples"}


def poisoned(document: dict[str, Any]) -> dict[str, Any]:
    """The description with hostile text after every string value and in every key that is free.

    What stays is what says how the description is built: field names, types, formats, references
    (which follow what they lead to), methods, media types and status codes.
    """

    def poison(kind: Kind, node: dict[str, Any], parts: Parts) -> dict[str, Any]:
        result = _poisoned(kind, node, parts)
        if kind == "schema" and "default" in node:
            result["default"] = _default(node["default"], node, document)
        return result

    result: dict[str, Any] = map_objects("document", document, poison)
    paths = {_path(key): item for key, item in (result.get("paths") or {}).items()}
    given = result.get("info")
    info = (
        {key: _text(value) if key != "version" else value for key, value in given.items()}
        if isinstance(given, dict)
        else given
    )
    tags = [
        {key: _text(value) for key, value in tag.items()}
        for tag in _items(result.get("tags"))
        if isinstance(tag, dict)
    ]
    servers = [_server(server) for server in _items(result.get("servers"))]
    whole = {**result, "info": info, "paths": paths}
    whole |= {"tags": tags} if tags else {}
    whole |= {"servers": servers} if servers else {}
    if "security" in whole:
        whole["security"] = [_keys(names) for names in _items(whole["security"])]
    return whole


def _poisoned(kind: Kind, node: dict[str, Any], parts: Parts) -> dict[str, Any]:
    if isinstance(node.get("$ref"), str) and "value" not in node:
        return {**node, "$ref": _reference(node["$ref"])}
    result = {key: _text(value) if key in _TEXTS else value for key, value in node.items()}
    if kind == "components":
        return {section: _keys(members) for section, members in result.items()}
    if kind == "schema":
        return _schema(result)
    if kind == "callback":
        return result  # its keys are expressions
    for key in ("examples", "links", "callbacks", "encoding", "headers"):
        if isinstance(result.get(key), dict):
            result[key] = _keys(result[key])
    if kind in ("parameter", "media_type", "header", "example"):
        result |= {key: _value(result[key]) for key in ("example", "value") if key in result}
    if kind == "parameter" and isinstance(result.get("name"), str):
        result["name"] = result["name"] + (SOFT if result.get("in") == "path" else HOSTILE)
    if kind == "operation":
        if "tags" in result:
            tags = result["tags"]
            result["tags"] = [_text(tag) for tag in tags] if isinstance(tags, list) else _text(tags)
        if "security" in result:
            result["security"] = [_keys(names) for names in _items(result["security"])]
        if "servers" in result:
            result["servers"] = [_server(server) for server in _items(result["servers"])]
    if kind == "link":
        result |= {key: _text(result[key]) for key in ("operationId",) if key in result}
    return result


def _schema(schema: dict[str, Any]) -> dict[str, Any]:
    result = {key: _value(value) if key in _VALUES else value for key, value in schema.items()}
    if "enum" in schema and _is_numeric(schema.get("type")):
        result["enum"] = schema["enum"]  # text in it is repaired to the numbers that it shows
    for key in ("properties", "dependentSchemas", "$defs"):
        if isinstance(result.get(key), dict):
            result[key] = _keys(result[key])
    if isinstance(result.get("required"), list):
        result["required"] = [_text(name) for name in result["required"]]
    if isinstance(result.get("pattern"), str):
        result["pattern"] += "|" + "".join(f"\\u{ord(char):04x}" for char in SOFT if ord(char) < 0x10000)
    discriminator = result.get("discriminator")
    if isinstance(discriminator, dict) and isinstance(discriminator.get("propertyName"), str):
        result["discriminator"] = {**discriminator, "propertyName": _text(discriminator["propertyName"])}
        if isinstance(discriminator.get("mapping"), dict):
            targets = {
                _text(value): _reference(name) if isinstance(name, str) else name
                for value, name in discriminator["mapping"].items()
            }
            result["discriminator"]["mapping"] = targets
    return result


def _is_numeric(type_: Any) -> bool:
    types = type_ if isinstance(type_, list) else [type_]
    return set(map(str, types)) <= {"number", "integer"}


def _default(value: Any, schema: Any, document: dict[str, Any]) -> Any:
    """A default with hostile text where it stays in its format and of its type; another one is ignored."""
    try:
        known = resolved(document, schema)
    except KeyError:
        known = None
    known = known if isinstance(known, dict) else {}
    if isinstance(value, dict):
        inner = known.get("properties")
        schemas = inner if isinstance(inner, dict) else {}
        return {f"{key}{HOSTILE}": _default(item, schemas.get(key), document) for key, item in value.items()}
    if isinstance(value, list):
        return [_default(item, known.get("items"), document) for item in value]
    kinds = known.get("type", "string")
    is_free = "string" in (kinds if isinstance(kinds, list) else [kinds])
    return _text(value) if is_free and not {"format", "pattern"} & known.keys() else value


def _items(value: Any) -> list[Any]:
    """The items of a list; none of what is not one, which is refused or repaired."""
    return value if isinstance(value, list) else []


def _server(server: Any) -> Any:
    if not isinstance(server, dict) or not isinstance(server.get("url"), str):
        return server
    names = server.get("variables") or {}
    url = server["url"]
    for name in names:
        url = url.replace(f"{{{name}}}", f"{{{name}{SOFT}}}")
    told = {key: _text(value) for key, value in server.items() if key == "description"}
    variables = {
        f"{name}{SOFT}": {
            key: [_text(item) for item in value] if isinstance(value, list) else _text(value)
            for key, value in variable.items()
        }
        for name, variable in names.items()
    }
    return {"url": url, **told, **({"variables": variables} if variables else {})}


def _path(path: str) -> str:
    """A path with text after each segment and in each variable."""
    if path == "/" or not path.startswith("/"):
        return path
    return "/".join(
        re.sub(r"\{([^}]*)\}", lambda name: f"{{{name[1]}{SOFT}}}", part) + (SOFT if "{" not in part else "")
        for part in path.split("/")
        if part
    ).join(("/", ""))


def _reference(reference: str) -> str:
    if reference and "/" not in reference:
        reference = f"#/components/schemas/{reference}"
    if not reference.startswith("#/components/"):
        return reference
    parts = reference.split("/")
    encoded = quote(HOSTILE.replace("~", "~0").replace("/", "~1"))
    named = (index for index in range(len(parts)) if index == 3 or parts[index - 1] == "properties")
    for index in named:
        parts[index] += encoded
    return "/".join(parts)


def _keys(members: Any) -> Any:
    if not isinstance(members, Mapping):
        return members
    return {_text(key): value for key, value in members.items()}


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        return {f"{key}{HOSTILE}": _value(item) for key, item in value.items()}
    return [_value(item) for item in value] if isinstance(value, list) else _text(value)


def _text(value: Any) -> Any:
    # An empty text stays empty: an empty tag, for instance, is no group at all.
    return value + HOSTILE if isinstance(value, str) and value else value


def shape(text: str) -> str:
    """A module without its text: names, strings and docstrings stand for themselves no more.

    Statements whose order goes by name are in an order that does not, and an alias, which every
    field with a hostile name has, is left out.
    """
    tree = ast.parse(text)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [  # type: ignore[attr-defined]  # it has one, as the line above found
                statement
                for each in body
                for statement in _single_imports(_as_class(each))
                if not _is_keywords(statement)
                and not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
            ]
    tree = _Nameless().visit(tree)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef)):
            node.body = sorted(node.body, key=ast.dump)
        elif isinstance(node, ast.Dict):
            pairs = sorted(zip(node.keys, node.values, strict=True), key=lambda pair: ast.dump(pair[1]))
            node.keys, node.values = [key for key, _ in pairs], [value for _, value in pairs]
    return ast.dump(tree)


def _as_class(statement: ast.stmt) -> ast.stmt:
    """A ``TypedDict`` as a class: one with a hostile key is a call with types as strings instead."""
    call = statement.value if isinstance(statement, ast.Assign) else None
    if not isinstance(call, ast.Call) or ast.unparse(call.func) != "TypedDict":
        return statement
    fields = call.args[1]
    assert isinstance(fields, ast.Dict), "the types of the keys"
    body: list[ast.stmt] = [
        ast.AnnAssign(
            ast.Name("key", ast.Store()), ast.parse(ast.literal_eval(kind), mode="eval").body, simple=1
        )
        for kind in fields.values
    ]
    name = ast.literal_eval(call.args[0])
    return ast.ClassDef(name, [call.func], call.keywords, body or [ast.Pass()], [])


def _is_keywords(statement: ast.stmt) -> bool:
    """Whether it is the TypedDict without the keys that are arguments already, such as ``self``."""
    return isinstance(statement, ast.ClassDef) and statement.name.endswith("Keywords")


def _single_imports(statement: ast.stmt) -> list[ast.stmt]:
    """An import as one of each name: a field of that name in the description gives it a line of its own."""
    if not isinstance(statement, ast.ImportFrom):
        return [statement]
    return [ast.ImportFrom(statement.module, [alias], statement.level) for alias in statement.names]


class _Nameless(ast.NodeTransformer):
    def visit(self, node: ast.AST) -> Any:
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple):
            node = _without_alias(node, node.slice)
        node = self.generic_visit(node)
        for field in ("id", "name", "attr", "arg", "module"):
            if isinstance(getattr(node, field, None), str):
                setattr(node, field, "name")
        if isinstance(node, ast.alias):
            node.asname = None
        # A value that is repaired from text to a number stays text if more is said: both are literals.
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return node.operand
        if isinstance(node, ast.Constant) and isinstance(node.value, (str, int, float)):
            node.value = node.value if isinstance(node.value, bool) else ""
        return node


def _without_alias(node: ast.Subscript, parts: ast.Tuple) -> ast.AST:
    """``Annotated`` without what only says how a field is called on the wire."""
    kind, *told = parts.elts
    for field in told:
        if isinstance(field, ast.Call):
            field.keywords = [keyword for keyword in field.keywords if keyword.arg != "alias"]
    told = [field for field in told if not isinstance(field, ast.Call) or field.keywords or field.args]
    parts.elts = [kind, *told]
    return node if told else kind
