"""The product ``client``: a package with models, a sync and an async client, and the request contract."""

from __future__ import annotations

from oasmith.products.build import Build
from oasmith.products.client.models.modules import models_of
from oasmith.products.client.package import package_files
from oasmith.products.file import File
from oasmith.products.product import Output


def generate(build: Build) -> Output:
    """The files of the client package, and a problem for each operation without a usable contract."""
    return Output(build.once(client_files), build.contract_problems)


def client_files(build: Build) -> list[File]:
    """The files of the client package. Other products read its models."""
    models = models_of(build)
    return [*package_files(build, models), *models.files]
