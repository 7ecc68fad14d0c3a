"""A build hook for hatchling that generates clients: ``[tool.hatch.build.hooks.oasmith]``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.plugin import hookimpl

from oasmith.building import generate_in
from oasmith.errors import OasmithError


class OasmithBuildHook(BuildHookInterface[BuilderConfig]):
    """Generates the targets of pyproject.toml before files are collected, also for editable installs."""

    PLUGIN_NAME = "oasmith"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Generate, and include the generated files even if version control ignores them."""
        root = Path(self.root)
        try:
            files = generate_in(root)
        except OasmithError as error:
            sys.exit(str(error))
        inside = [path.resolve() for path in files if path.resolve().is_relative_to(root.resolve())]
        build_data["artifacts"] += [f"/{path.relative_to(root.resolve()).as_posix()}" for path in inside]


@hookimpl
def hatch_register_build_hook() -> type[OasmithBuildHook]:
    """Register the hook."""
    return OasmithBuildHook
