"""Clients of other people's descriptions, and of our own small ones, pass mypy (strict) and pyright (basic).

Pyright is an npm package that needs nothing but Node: ``npm install --global pyright`` puts it on the
path. The test that uses it is skipped where it is not there.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from golden.trees import FAMILIES, GOLDEN
from oasmith.pipeline import build_files
from oasmith.settings import Target
from support.checkers import run_mypy
from support.paths import CORPUS, FRAMEWORKS

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="shared/corpus is not beside the checkout"),
    pytest.mark.filterwarnings("ignore"),
]

BIG = [
    "discord.json", "box.json", "xero_accounting.yaml", "xero_assets.yaml", "twilio_conversations_v1.json",
    "adyen-CheckoutService-v71.json", "adyen-TransferService-v4.json",
]  # fmt: skip

SMALL = [
    "hey30-additional-properties-undefined.json", "hey30-array-items-one-of-length-1.yaml",
    "hey30-circular.yaml", "hey30-content-types.yaml", "hey30-discriminator-all-of.yaml",
    "hey30-enum-inline.json", "hey30-full/full.yaml", "hey30-response-types.yaml",
    "hey30-transforms-read-write.yaml", "hey31-const.json", "hey31-defaults-with-ref-and-anyof.json",
    "hey31-discriminator-one-of-read-write.yaml", "hey31-duplicate-null.json", "hey31-full/full.yaml",
    "hey31-negative-property-names.json", "hey31-parameter-tuple.json", "hey31-pattern-properties.json",
    "hey31-sdk-nested-conflict.yaml", "hey31-string-with-format.yaml", "hey31-transformers-recursive.json",
    "hey31-validators-circular-ref-2.yaml", "oai-v3.0-uspto.json", "oai-v3.1-tictactoe.json",
    "oai-v3.1-webhook-example.json", "opc-baseline30.json", "opc-baseline31.yaml",
]  # fmt: skip


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the clients of all descriptions, each in a folder of its own."""
    folder = tmp_path_factory.mktemp("clients")
    for name in BIG + SMALL:
        _write(CORPUS / name, folder / re.sub(r"\W", "_", name))
    for path in sorted(FRAMEWORKS.glob("*.[jy]*")):
        _write(path, folder / path.stem)
    for family in FAMILIES:
        _write(GOLDEN / family / "openapi.yaml", folder / f"golden_{family}")
    return folder


def test_mypy_is_content_with_every_client(clients: Path) -> None:
    # mypy 2.4 infers other types in two of these clients if what it knows of pydantic comes from a cache.
    (clients / ".mypy_cache").mkdir()
    done = run_mypy(clients, "--explicit-package-bases", ".")
    assert done.returncode == 0, done.stdout[-4000:]


@pytest.mark.skipif(shutil.which("pyright") is None, reason="pyright (npm) is not on the path")
def test_pyright_is_content_with_every_client(clients: Path) -> None:
    settings = {"typeCheckingMode": "basic", "pythonVersion": "3.11"}
    (clients / "pyrightconfig.json").write_text(json.dumps(settings), "utf-8")
    done = subprocess.run(
        ["pyright", "--pythonpath", sys.executable, "--project", clients],
        cwd=clients,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]


def _write(description: Path, folder: Path) -> None:
    for file in build_files(
        Target(description, folder, products=("client",)), lambda stage, done: None
    ).files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, "utf-8")
