"""The client package: models, the sync and the async client, and the contract of their requests."""

from __future__ import annotations

import json

from oasmith.products.build import Build
from oasmith.products.client.models.modules import model_files
from oasmith.products.client.package import package_files
from oasmith.products.file import File
from oasmith.products.product import Output


def generate(build: Build) -> Output:
    """Every file of the package."""
    return Output(build.once(client_files), build.contract_problems)


def client_files(build: Build) -> list[File]:
    """Every file of the package; other products read the models in it."""
    models = model_files(build)
    return [*package_files(build, models), *models, _contract_file(build)]


def _contract_file(build: Build) -> File:
    """``contract.json`` in the form that ``runtime/contract.py`` reads."""
    text = json.dumps(build.contract.document, ensure_ascii=False, separators=(",", ":"))
    return File(f"{build.package}/contract.json", text + "\n")
