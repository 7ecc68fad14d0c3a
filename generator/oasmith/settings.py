"""What a run is told: ``[tool.oasmith]`` of a pyproject.toml, and flags, which win."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from oasmith.api.names import Identifier
from oasmith.errors import OasmithError, Problem

PRODUCTS = ("client", "examples", "docs")


@dataclass(frozen=True, slots=True)
class Target:
    """One description and the folder it is generated into.

    ``package`` and ``client_name`` are made from the description's title where they are None;
    ``templates`` is a folder of the user's own templates, which win over the shipped ones.
    """

    description: Path
    output: Path
    name: str = ""
    package: Identifier | None = None
    client_name: Identifier | None = None
    templates: Path | None = None
    products: tuple[str, ...] = PRODUCTS


_KEYS = ("description", "output", "package", "client-name", "templates", "products")


def find_pyproject(start: Path) -> Path | None:
    """The nearest pyproject.toml with a ``[tool.oasmith]`` table, in a folder or one above it."""
    for folder in (start.absolute(), *start.absolute().parents):
        path = folder / "pyproject.toml"
        if path.is_file() and b"tool.oasmith" in path.read_bytes():
            return path
    return None


def read_targets(pyproject: Path) -> tuple[Target, ...]:
    """The targets of a pyproject.toml; its paths are relative to its folder.

    ``[tool.oasmith]`` is one target, ``[tool.oasmith.targets.NAME]`` are several. Raises
    OasmithError for whatever a table should not hold.
    """
    try:
        table: dict[str, Any] = tomllib.loads(pyproject.read_text("utf-8"))["tool"]["oasmith"]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OasmithError(Problem(f"is not TOML: {error}", "Mend the file.", str(pyproject))) from None
    except KeyError:
        raise OasmithError(
            Problem("has no [tool.oasmith] table", "Add one, or name a description and -o.", str(pyproject))
        ) from None
    tables = table.get("targets", {"": table})
    return tuple(_target(pyproject, name, values) for name, values in tables.items())


def target_from_flags(description: Path, output: Path, package: str | None = None) -> Target:
    """A target that no pyproject.toml knows."""
    return Target(
        description, output, package=None if package is None else _identifier("", "--package", package)
    )


def with_output(target: Target, output: Path) -> Target:
    """The same target, written elsewhere."""
    return replace(target, output=output)


def _target(pyproject: Path, name: str, values: Mapping[str, Any]) -> Target:
    table = f"[tool.oasmith.targets.{name}]" if name else "[tool.oasmith]"
    unknown = [key for key in values if key not in _KEYS]
    if unknown:
        raise _wrong(
            pyproject, f"{table} has no setting {unknown[0]!r}", f"The settings are {', '.join(_KEYS)}."
        )
    for key in ("description", "output"):
        if not isinstance(values.get(key), str):
            raise _wrong(
                pyproject, f"{table} lacks {key!r}", f'Add {key} = "…", a path relative to this file.'
            )
    products = tuple(values.get("products", PRODUCTS))
    if not set(products) <= set(PRODUCTS):
        raise _wrong(pyproject, f"{table} products = {list(products)}", f"Choose from {', '.join(PRODUCTS)}.")
    folder = pyproject.parent
    return Target(
        description=folder / values["description"],
        output=folder / values["output"],
        name=name,
        package=_identifier(str(pyproject), "package", values.get("package")),
        client_name=_identifier(str(pyproject), "client-name", values.get("client-name")),
        templates=folder / values["templates"] if "templates" in values else None,
        products=products,
    )


def _identifier(file: str, key: str, value: Any) -> Identifier | None:
    if value is None:
        return None
    try:
        return Identifier(value)
    except (ValueError, TypeError, AttributeError):
        raise OasmithError(
            Problem(
                f"{key} = {value!r} is no Python identifier", "Use letters, digits and underscores.", file
            )
        ) from None


def _wrong(pyproject: Path, message: str, remedy: str) -> OasmithError:
    return OasmithError(Problem(message, remedy, str(pyproject)))
