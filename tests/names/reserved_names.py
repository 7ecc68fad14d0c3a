"""The names that generated modules use themselves, computed from generated modules, the runtime and pydantic.

``python tests/names/reserved_names.py`` writes them to ``oasmith/reserved.py``. They are written down there,
and not computed in each run, so that a client does not depend on the versions of Python and pydantic
that happen to be installed where it is generated. A test compares the two.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml
from golden.trees import FAMILIES, tree
from oasmith import reserved
from oasmith.pipeline import build_files
from oasmith.runtime.async_client import AsyncClient
from oasmith.runtime.client import BaseClient
from oasmith.runtime.models import Model
from oasmith.runtime.sync_client import SyncClient
from oasmith.settings import Target

_JSON: dict[str, Any] = {
    "application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Z1"}}}
}
_RENAMED = {"date", "datetime", "time"}
"""Imports of models that are renamed where a field has their name."""
_URL = {"tokenUrl": "https://zz.example/token", "scopes": {}}
_FLOWS = {"clientCredentials": _URL, "password": _URL}


def _operation(number: int, **more: Any) -> dict[str, Any]:
    return {
        "operationId": f"zz_{number}",
        "responses": {"200": {"description": "", "content": _JSON}},
        **more,
    }


def _query(name: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema}


_FORM = {
    "type": "object",
    "required": ["zz_file"],
    "properties": {
        "zz_file": {"type": "string", "format": "binary"},
        "zz_numbers": {"type": "array", "items": {"type": "integer"}},
        "zz_map": {"type": "object"},
        "zz_kind": {"type": "string", "enum": ["a"]},
        "zz_part": {"$ref": "#/components/schemas/Z1"},
    },
}
_PATH = {"name": "zz_id", "in": "path", "required": True, "schema": {"type": "string"}}
_UPLOAD = {
    "parameters": [_PATH],
    "requestBody": {
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    },
}
_EVERYTHING = {
    "deprecated": True,
    "parameters": [
        _PATH,
        _query("zz_page", type="integer"),
        _query("zz_day", type="string", format="date"),
        _query("zz_time", type="string", format="date-time"),
        _query("zz_clock", type="string", format="time"),
        _query("zz_kind", type="string", enum=["a"]),
        _query("zz_flag", type="boolean"),
        _query("zz_size", type="number"),
        _query("zz_cost", type="string", format="decimal"),
        _query("zz_map", type="object"),
        _query("zz_any"),
    ],
    "requestBody": {
        "content": {
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
            "multipart/form-data": {"schema": _FORM},
            "text/plain": {"schema": {"type": "string"}},
            "application/x-www-form-urlencoded": {"schema": {"type": "object"}},
            **_JSON,
        }
    },
    "x-oasmith-pagination": {"style": "page", "items": "", "parameter": "zz_page"},
}
_STREAM = {
    "deprecated": True,
    "responses": {
        "200": {
            "description": "",
            "content": {
                "text/event-stream": {"schema": {"type": "object", "properties": {"zz": {"type": "string"}}}},
                "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
            },
        }
    },
}
PROBE: dict[str, Any] = {
    "openapi": "3.1.1",
    "info": {"title": "Zz", "version": "1"},
    "servers": [
        {"url": "https://{zz_region}.example", "variables": {"zz_region": {"default": "a", "enum": ["a"]}}}
    ],
    "security": [{"zz_key": []}, {"zz_basic": []}, {"zz_client": []}, {"zz_signature": []}],
    "paths": {
        f"/{tag or 'own'}/{kind}": {"post": _operation(number, **shape, **({"tags": [tag]} if tag else {}))}
        for number, (tag, kind, shape) in enumerate(
            (tag, kind, shape)
            for tag in ("", "zz_group")
            for kind, shape in (
                ("everything/{zz_id}", _EVERYTHING),
                ("stream", _STREAM),
                ("upload/{zz_id}", _UPLOAD),
                ("list", {"x-oasmith-name": "list"}),
                ("models", {"x-oasmith-name": "models"}),
            )
        )
    },
    "webhooks": {
        "zz_event": {"post": {"requestBody": {"content": _JSON}, "responses": {"204": {"description": ""}}}}
    },
    "components": {
        "securitySchemes": {
            "zz_key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "zz_basic": {"type": "http", "scheme": "basic"},
            "zz_client": {"type": "oauth2", "flows": _FLOWS},
            "zz_signature": {"type": "http", "scheme": "sdk-hmac-sha256"},
        },
        "schemas": {
            f"Z{number}": {
                "type": "object",
                "properties": {
                    "zz_time": {"type": "string", "format": "date-time"},
                    "zz_clock": {"type": "string", "format": "time"},
                    "zz_then": {"format": "date-time", "type": "string", "default": "2024-01-31T10:00:00Z"},
                    "zz_there": {
                        "format": "date-time",
                        "type": "string",
                        "default": "2024-01-31T10:00:00+02:00",
                    },
                    "zz_cost": {"type": "string", "format": "decimal"},
                    "zz_id": {"type": "string", "readOnly": True},
                    "zz_date": {"type": "string", "format": "date"},
                    "zz_text": {"type": "string", "minLength": 1},
                },
                "additionalProperties": number > 0,
            }
            for number in range(130)
        },
    },
}
"""A description of which a client has every import. Its own names begin with ``zz``."""

EMPTY: dict[str, Any] = {"openapi": "3.1.1", "info": {"title": "Zz", "version": "1"}, "paths": {}}


def generated(description: dict[str, Any]) -> dict[str, str]:
    """The Python modules of the client of a description, by their path in the package."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "openapi.yaml"
        path.write_text(yaml.safe_dump(description), "utf-8")
        files = build_files(Target(path, Path(folder), products=("client",)), lambda stage, done: None).files
    return _modules({file.path: file.text for file in files if not file.is_verbatim})


def _modules(files: dict[str, str]) -> dict[str, str]:
    return {
        path.partition("/")[2]: text
        for path, text in files.items()
        if path.endswith(".py") and path.partition("/")[0].endswith("_client")
    }


_ALIASED = {"inputs", "list", "models"}
"""What annotations write otherwise where a class has an attribute of that name."""


def computed() -> dict[str, set[str]]:
    """The reserved names by the constant that has them."""
    probe, empty = generated(PROBE), generated(EMPTY)
    trees = [probe, *(_modules(tree(family)) for family in FAMILIES)]
    clients = [modules[name] for modules in trees for name in ("client.py", "async_client.py")]
    resources = [
        text
        for modules in trees
        for path, text in modules.items()
        if path.startswith(("resources/", "async_resources/"))
    ]
    servers = [modules["_servers.py"] for modules in trees]
    operations = [text for path, text in probe.items() if path.startswith("_operations/")]
    models = [
        text for modules in trees for path, text in modules.items() if path.startswith(("models", "_base"))
    ]
    beside_constants = set(_imported([*clients, *resources, *operations]))
    return {
        "CLIENT_SCOPE": _small(name for text in clients for name in _read_in_classes(text)) - _ALIASED,
        "RESOURCE_SCOPE": _small(name for text in resources for name in _read_in_classes(text)) - _ALIASED,
        "CLIENT_ATTRIBUTES": _public(SyncClient, AsyncClient)
        | {name for name in _defined_in_classes(empty["client.py"]) if not name.startswith("_")},
        "CLIENT_ARGUMENTS": _small(_of_init(empty["client.py"]))
        | set(inspect.signature(BaseClient.with_options).parameters) - {"credentials"},
        "METHOD_ARGUMENTS": _arguments(probe["resources/zz_group.py"]),
        "CLIENT_CLASSES": _capital(_imported([*clients, *resources, *servers])),
        "OPERATION_CONSTANTS": {name for name in beside_constants if name.isupper()},
        "OPERATION_MODULES": _small(_bound(probe["_operations/__init__.py"])),
        "MODEL_FIELDS": _public(Model)
        | _small(name for text in models for name in _read_in_classes(text)) - _RENAMED,
        "MODEL_CLASSES": _capital(_imported(models))
        | {name for name in vars(builtins) if name[0].isupper() and name not in ("None", "True", "False")},
        "MODEL_MODULES": _small(_bound(probe["models/__init__.py"])),
        "INPUT_CLASSES": _capital(_imported([probe["inputs.py"]])),
    }


def _small(names: Iterable[str]) -> set[str]:
    return {name for name in names if name == name.lower() and name[0] != "_" and "zz" not in name}


def _capital(names: Iterable[str]) -> set[str]:
    return {name for name in names if name[0].isupper() and not name.isupper() and "Z" not in name}


def _public(*kinds: type) -> set[str]:
    return {name for kind in kinds for name in dir(kind) if not name.startswith("_")}


def _imported(texts: Iterable[str]) -> Iterator[str]:
    """What modules import, but for what the description of the package calls so."""
    own = (
        "_raw",
        "inputs",
        "models",
        "resources",
        "async_resources",
        "_operations",
        "_servers",
        "client",
        "async_client",
    )
    for text in texts:
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import):
                yield from ((alias.asname or alias.name).partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                is_own = node.level and (node.module or "").partition(".")[0] in own
                names = [alias.asname or alias.name for alias in node.names]
                yield from (name for name in names if not is_own or name == "SERVER")


def _bound(text: str) -> set[str]:
    """The names that a module has or reads. A module in the package of that name would replace them."""
    found = set(_imported([text]))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.Name):
            found.add(node.id)
    return found


def _read_in_classes(text: str) -> Iterator[str]:
    """The names that classes read while they are made or type-checked: in decorators and annotations."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef):
            for inner in node.body:
                for part in _evaluated(inner):
                    yield from (name.id for name in ast.walk(part) if isinstance(name, ast.Name))


def _evaluated(node: ast.stmt) -> Iterator[ast.AST]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        yield from node.decorator_list
        yield node.args
        yield from [node.returns] if node.returns else []
    elif isinstance(node, ast.AnnAssign):
        yield node.annotation
        yield from [node.value] if node.value else []
    elif isinstance(node, ast.Assign):
        yield node.value


def _defined_in_classes(text: str) -> Iterator[str]:
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef):
            yield from (inner.name for inner in node.body if isinstance(inner, ast.FunctionDef))


def _of_init(text: str) -> Iterator[str]:
    """The arguments of the client, and what its constructor reads."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and node.name == "__init__":
            yield from (argument.arg for argument in (*node.args.args, *node.args.kwonlyargs))
            for statement in node.body:
                yield from (inner.id for inner in ast.walk(statement) if isinstance(inner, ast.Name))


def _arguments(text: str) -> set[str]:
    """The arguments of methods that are not those of the description."""
    return _small(
        argument.arg
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef)
        for argument in (*node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg)
        if argument
    )


PURPOSES = {
    "CLIENT_SCOPE": "Names in decorators and annotations of client classes. A method with such a name would\n"
    "hide it from the code after it. ``inputs``, ``list`` and ``models`` are not included: if a method\n"
    "has that name, annotations use ``_inputs``, ``builtins.list`` and ``_models``.",
    "RESOURCE_SCOPE": "The same for the classes of groups of operations.",
    "CLIENT_ATTRIBUTES": "The attributes of every client. Methods and groups must not replace them.",
    "CLIENT_ARGUMENTS": "The arguments of a client and of ``with_options``, and names that its constructor\n"
    "reads.",
    "METHOD_ARGUMENTS": "The arguments that every method has.",
    "CLIENT_CLASSES": "Imported names in modules that define or import the classes of clients and of\n"
    "groups, and the types of the variables of server URLs.",
    "OPERATION_CONSTANTS": "Imported names in capitals in the modules with the data of operations.",
    "OPERATION_MODULES": "Names that a package of operations uses. Its modules must not replace them.",
    "MODEL_FIELDS": "The attributes of every model, and names in annotations of models. ``date``,\n"
    "``datetime`` and ``time`` are not included: if a field has that name, annotations use ``_date``.",
    "MODEL_CLASSES": "Imported names in modules of models, and the built-in classes of Python.",
    "MODEL_MODULES": "Names that the package of models uses. Its modules must not replace them.",
    "INPUT_CLASSES": "Imported names in the module of the types of request bodies.",
}
FROM_LIBRARIES = ("MODEL_FIELDS", "MODEL_CLASSES")
"""Constants that differ with the versions of Python and pydantic: what was written once stays."""


def _write() -> None:
    lines = [
        '"""Names that generated modules use themselves, by the scope in which they must not be replaced.',
        "",
        "Written by ``tests/names/reserved_names.py`` from generated clients, the runtime, pydantic and",
        'Python: do not edit it. A test proves that it is complete."""',
        "",
        "from __future__ import annotations",
    ]
    for constant, names in computed().items():
        if constant in FROM_LIBRARIES:
            names |= getattr(reserved, constant) - _RENAMED
        values = ", ".join(f'"{name}"' for name in sorted(names))
        lines += [
            "",
            (
                f"{constant}: frozenset[str] = frozenset(({values},))"
                if names
                else f"{constant}: frozenset[str] = frozenset()"
            ),
        ]
        lines += [f'"""{PURPOSES[constant]}"""']
    Path(reserved.__file__).write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    _write()
