"""The product ``client``: a package with models, a sync and an async client, and the request contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oasmith.products.build import Build
    from oasmith.products.file import File
    from oasmith.products.product import Output


def generate(build: Build) -> Output:
    """The files of the client package, and a problem for each operation without a usable contract."""
    from oasmith.products.product import Output

    return Output(build.once(client_files), build.contract_problems)


def client_files(build: Build) -> list[File]:
    """The files of the client package. Other products read its models."""
    # Workers, which generate models only, import this package without these modules.
    from oasmith.products.client.models.modules import begin_models
    from oasmith.products.client.package import package_files

    return package_files(build, begin_models(build))
