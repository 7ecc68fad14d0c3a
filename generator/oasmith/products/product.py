"""The interface of products, and the functions that load and run them.

A product is a package with a function ``generate(build)`` that returns an ``Output``. The packages in this
folder are products with their name. A product of a user is any folder with such an ``__init__.py``.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import cast

import oasmith.products
from oasmith.errors import OasmithError, Problem
from oasmith.products.build import Build
from oasmith.products.file import File
from oasmith.products.plugin import load_module


@dataclass(frozen=True, slots=True)
class Output:
    """The result of a product: files, and problems to report to the user."""

    files: list[File]
    problems: list[Problem]


Product = Callable[[Build], Output]


def shipped_products() -> list[str]:
    """The names of the products in this folder."""
    return [module.name for module in pkgutil.iter_modules(oasmith.products.__path__) if module.ispkg]


def load_product(name: str) -> Product:
    """Load a product by its name or the path of its folder. Raises OasmithError if that fails."""
    if name in shipped_products():
        return cast(Product, import_module(f"oasmith.products.{name}").generate)
    found = getattr(load_module(Path(name) / "__init__.py", "a product"), "generate", None)
    if not callable(found):
        raise OasmithError(
            Problem(
                "has no function generate(build)",
                "Define it; it returns an oasmith.products.product.Output.",
                str(Path(name) / "__init__.py"),
            )
        )
    return cast(Product, found)


def outputs(build: Build, names: Iterable[str]) -> Output:
    """Run the products ``names`` and return their files, and their problems without duplicates.

    Raises OasmithError if a product fails, for a file outside the output folder, and for two files with one
    path.
    """
    files: dict[str, File] = {}
    problems: dict[Problem, None] = {}
    for name in names:
        output = _output(name, build)
        problems |= dict.fromkeys(output.problems)
        for file in output.files:
            _require_free(file.path, name, files)
            files[file.path] = file
    return Output(list(files.values()), list(problems))


def _output(name: str, build: Build) -> Output:
    product = load_product(name)
    if name in shipped_products():
        return product(build)
    place = str(Path(name) / "__init__.py")
    try:
        output = product(build)
    except OasmithError:
        raise
    except Exception as error:  # code of users may raise any exception
        message = f"generate(build) failed: {type(error).__name__}: {error}"
        raise OasmithError(Problem(message, "Correct the product.", place)) from error
    if not isinstance(output, Output):
        message = f"generate(build) did not return an Output but {type(output).__name__}"
        raise OasmithError(Problem(message, "Return an oasmith.products.product.Output.", place))
    return output


def _require_free(path: str, product: str, files: dict[str, File]) -> None:
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts or not parts.parts:
        raise OasmithError(
            Problem(
                f"the product {product!r} makes a file {path!r} outside the output folder",
                "Give its files paths relative to that folder.",
            )
        )
    if path in files:
        raise OasmithError(
            Problem(
                f"duplicate file {path!r} of the product {product!r}: it or another product already made it",
                "Give it another name or folder.",
            )
        )
