"""Text is data: whatever a description says, it never becomes code."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from oasmith.pipeline import build_files
from oasmith.reading.files import load
from oasmith.settings import Target
from support.paths import CORPUS
from support.poison import poisoned, shape

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="shared/corpus is not beside the checkout"),
    pytest.mark.filterwarnings("ignore"),
]

DOCUMENTS = ["adyen-TransferService-v4.json", "opc-baseline31.yaml", "twilio_content_v1.json"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_hostile_text_changes_nothing_but_text(name: str, tmp_path: Path) -> None:
    document = without_conventions(load(CORPUS / name).data)
    clean = python_of(document, tmp_path / "clean.json")
    hostile = python_of(poisoned(document), tmp_path / "hostile.json")
    assert len(hostile) == len(clean)
    assert shapes(hostile) == shapes(clean)


def without_conventions(document: dict[str, Any]) -> dict[str, Any]:
    """The document without what is recognised by its name, which has another one in the poisoned document."""
    for item in document["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict) and "responses" in operation:
                operation["x-oasmith-pagination"] = False
    return dict(json.loads(json.dumps(document).replace("Idempotency-Key", "Sent-Once")))


def python_of(document: dict[str, Any], path: Path) -> dict[str, str]:
    path.write_text(json.dumps(document), "utf-8")
    files = build_files(Target(path, path.parent, products=("client",)), lambda stage, done: None).files
    return {file.path: file.text for file in files if file.path.endswith(".py") and not file.is_verbatim}


def shapes(files: dict[str, str]) -> Counter[str]:
    return Counter(map(shape, files.values()))
