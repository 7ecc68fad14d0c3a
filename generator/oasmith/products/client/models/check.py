"""Runs the generated models in memory, to check example bodies before files are written."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from itertools import count
from types import ModuleType
from typing import Any

import oasmith.runtime
from oasmith.products.file import File
from oasmith.quoting import Code
from oasmith.runtime.contract import Contract

_numbers = count()


class Models:
    """The models of a package, imported from memory when they are used."""

    def __init__(self, root: str) -> None:
        self._root = root

    def built(self, expression: Code, models: Collection[str]) -> Any:
        """Evaluate an expression that uses ``models``, ``datetime`` and ``Decimal``.

        Raises any exception that the expression raises.
        """
        package = importlib.import_module(f"{self._root}.models")
        names = vars(importlib.import_module("datetime")) | {name: getattr(package, name) for name in models}
        names["Decimal"] = Decimal
        return eval(expression, dict(names))


@contextmanager
def loaded_models(files: Iterable[File], folder: str, contract: Contract) -> Iterator[Models]:
    """The models in the files of a package, until the block ends. They validate the rules of ``contract``.

    ``folder`` is the folder of the package.
    """
    root = f"_oasmith_models_{next(_numbers)}"
    texts = {
        ".".join((root, *file.path.removesuffix(".py").split("/")[1:])).removesuffix(".__init__"): file
        for file in files
        if file.path.startswith(f"{folder}/") and file.path.endswith(".py")
    }
    finder = _Finder(root, texts)
    for module in pkgutil.iter_modules(oasmith.runtime.__path__):
        name = f"{oasmith.runtime.__name__}.{module.name}"
        sys.modules[f"{root}._runtime.{module.name}"] = importlib.import_module(name)
    sys.modules[f"{root}._runtime"] = oasmith.runtime
    sys.meta_path.insert(0, finder)
    try:
        importlib.import_module(f"{root}._contract").CONTRACT.document = contract.document
        yield Models(root)
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name in sys.modules if name.partition(".")[0] == root]:
            del sys.modules[name]


class _Finder(MetaPathFinder, Loader):
    """Imports modules from the texts of generated files; the root package is empty."""

    def __init__(self, root: str, files: dict[str, File]) -> None:
        self._root = root
        self._files = files

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if fullname != self._root and fullname not in self._files:
            return None
        is_package = fullname == self._root or self._files[fullname].path.endswith("/__init__.py")
        spec = ModuleSpec(fullname, self, origin=fullname, is_package=is_package)
        spec.has_location = True
        return spec

    def exec_module(self, module: ModuleType) -> None:
        if module.__name__ != self._root:
            file = self._files[module.__name__]
            exec(compile(file.text, file.path, "exec"), module.__dict__)
