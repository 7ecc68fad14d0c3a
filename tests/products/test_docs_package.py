"""The reference for language models: ``llms.txt``, and with ``docs = "package"`` a copy and a skill."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from oasmith.errors import OasmithError
from oasmith.pipeline import build_files
from oasmith.settings import Target, read_targets
from support.paths import GENERATED, ROOT

COURIER = ROOT / "tests" / "runtime" / "courier.yaml"


@pytest.fixture(scope="module")
def courier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("courier")
    target = Target(COURIER, folder, products=("client", "docs"), docs="package")
    for file in build_files(target, lambda stage, done: None).files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, "utf-8")
    return folder


def package(folder: Path) -> Path:
    (found,) = folder.glob("*_client")
    return found


def python_in(text: str) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("place", ["docs/llms.txt", "package"])
def test_each_link_of_the_index_leads_to_a_section(courier: Path, place: str) -> None:
    index = courier / place if place != "package" else package(courier) / "docs" / "llms.txt"
    text = index.read_text("utf-8")
    assert text.startswith("# ")
    links = re.findall(r"^- \[.*?\]\(([^)#]+)#?([^)]*)\)", text, re.MULTILINE)
    assert len(links) > 10
    for path, anchor in links:
        page = (index.parent / path).read_text("utf-8")
        assert not anchor or f'<a id="{anchor}"></a>' in page


def test_the_package_has_the_same_pages(courier: Path) -> None:
    original, copy = courier / "docs" / "markdown", package(courier) / "docs"
    pages = {path.relative_to(original) for path in original.rglob("*.md")}
    assert pages == {path.relative_to(copy) for path in copy.rglob("*.md")}
    assert all((original / page).read_bytes() == (copy / page).read_bytes() for page in pages)


def test_the_skill_is_one_and_shows_what_the_guide_shows(courier: Path) -> None:
    name = package(courier).name
    skill = (courier / ".agents" / "skills" / name / "SKILL.md").read_text("utf-8")
    _, front, body = skill.split("---\n", 2)
    matter = yaml.safe_load(front)
    assert matter["name"] == name.replace("_", "-")
    assert name in matter["description"]
    # tests/products/test_guide.py runs them.
    guide = (courier / "docs" / "markdown" / "guide.md").read_text("utf-8")
    assert python_in(body) == python_in(guide)
    (command,) = re.findall(r"^```sh\n(.*?)\n```$", body, re.MULTILINE | re.DOTALL)
    script = command.partition('"')[2].rpartition('"')[0]
    ran = subprocess.run([sys.executable, "-c", script], cwd=courier, capture_output=True, text=True)
    assert Path(ran.stdout.strip()) == package(courier) / "docs" / "llms.txt", ran.stderr
    assert (package(courier) / "docs" / "llms.txt").is_file()


def test_without_the_setting_there_is_only_the_folder() -> None:
    assert (GENERATED / "docs" / "llms.txt").is_file()
    assert not (GENERATED / ".agents").exists()
    assert not (GENERATED / "elb_client" / "docs").exists()


@pytest.mark.parametrize(("value", "is_valid"), [('"package"', True), ('"wheel"', False), ("true", False)])
def test_the_setting(value: str, is_valid: bool, tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(f'[tool.oasmith]\ndescription = "a.yaml"\noutput = "out"\ndocs = {value}\n', "utf-8")
    if is_valid:
        (target,) = read_targets(path)
        assert target.docs == "package"
    else:
        with pytest.raises(OasmithError, match='Write "folder" or "package"'):
            read_targets(path)


@pytest.mark.parametrize(
    ("setting", "product", "others"),
    [
        ('docs = "package"', "docs", '["client", "examples"]'),
        ('changes-since = "old.yaml"', "docs", '["client"]'),
        ('examples = "all"', "examples", '["client", "docs"]'),
    ],
)
def test_a_setting_of_a_product_that_is_not_generated_is_refused(
    setting: str, product: str, others: str, tmp_path: Path
) -> None:
    file = tmp_path / "pyproject.toml"
    head = f'[tool.oasmith]\ndescription = "a.yaml"\noutput = "out"\n{setting}\n'
    file.write_text(head)
    read_targets(file)
    file.write_text(f"{head}products = {others}\n")
    with pytest.raises(OasmithError, match=f"without the product '{product}'"):
        read_targets(file)
