"""Users' products and languages: folders outside the project that do all that shipped ones do."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from oasmith import OasmithError, Target, configured_targets, generate
from oasmith.pipeline import build_files
from oasmith.products.product import shipped_products
from oasmith.settings import PRODUCTS
from support.command import oasmith
from support.paths import ROOT, SPEC

TEMPLATES = ROOT / "templates"
EVERYTHING = ROOT / "tests" / "support" / "everything.yaml"
API = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: "https://pets.example"}]
paths:
  /pets/{name}:
    parameters:
      - {name: name, in: path, required: true, schema: {type: string}, example: o'hara}
    get: {operationId: getPet, summary: Get a 'pet', responses: {"204": {description: ok}}}
    put:
      operationId: putPet
      requestBody:
        required: true
        content: {application/json: {example: {tag: "it's"}, schema: {type: object}}}
      responses: {"204": {description: ok}}
"""
LANGUAGE = """\
from oasmith.products.examples.language import Language
from oasmith.products.examples.sample import Sample
from oasmith.quoting import Code, InexpressibleError


def _literal(value):
    if "\\n" in value:
        raise InexpressibleError(f"{value!r} has two lines")
    return Code("'" + str(value).replace("'", "''") + "'")


def _values(sample: Sample):
    return {"words": [sample.operation.method, sample.call.parameters["name"], sample.title]}


LANGUAGE = Language(_literal, {"twice": lambda value: _literal(value + value)}, _values)
"""
TEMPLATE = '{% for word in words %}{{ word }};{% endfor %}{{ "a\'" | twice }};{{ body_text }}\n'
PRODUCT = """\
from oasmith.products.build import Build
from oasmith.products.file import File
from oasmith.products.product import Output

from .pages import page


def generate(build: Build) -> Output:
    return Output([File(f"list/{call.operation.id}.txt", page(call)) for call in build.calls], [])
"""
PAGES = "def page(call):\n    return f'{call.operation.method} {call.name}\\n'\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "api.yaml").write_text(API, "utf-8")
    return tmp_path


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def settings(project: Path, text: str) -> None:
    text = f'[tool.oasmith]\ndescription = "api.yaml"\noutput = "out"\n{text}\n'
    (project / "pyproject.toml").write_text(text, "utf-8")


def files_of(target: Target) -> dict[str, str]:
    return {file.path: file.text for file in build_files(target, lambda stage, done: None).files}


def test_the_default_products_are_all_that_are_shipped() -> None:
    assert sorted(PRODUCTS) == sorted(shipped_products())


def test_a_language_has_its_own_quoting_filters_and_values(project: Path) -> None:
    templates = write(
        project / "templates",
        {"examples/pascal/language.py": LANGUAGE, "examples/pascal/call.pas.jinja": TEMPLATE},
    )
    built = build_files(Target(project / "api.yaml", project, templates=templates), lambda stage, done: None)
    files = {file.path: file.text for file in built.files}
    sample = files["examples/get_pet/example/call.pas"]
    assert sample == "'GET';'o''hara';Get a 'pet';'a''a''';''\n"
    assert "examples/put_pet/example/call.pas" not in files  # its JSON has several lines
    (problem,) = built.problems
    assert "cannot be written in call.pas" in problem.message
    assert problem.pointer == "/paths/~1pets~1{name}/put"
    assert "examples/put_pet/example/curl.sh" in files


def test_a_users_template_of_a_shipped_language_wins(project: Path) -> None:
    templates = write(project / "t", {"examples/curl/curl.sh.jinja": "mine {{ address }} {{ title }}\n"})
    files = files_of(Target(project / "api.yaml", project, templates=templates, products=("examples",)))
    sample = files["examples/get_pet/example/curl.sh"]
    assert sample == "mine \"${PETS_BASE_URL:-https://pets.example}\" Get a 'pet'\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("LANGUAGE = 1\n", "does not define LANGUAGE"),
        ("LANGUAGE: int\n", "does not define LANGUAGE"),
        ("import nothing_by_this_name\n", "cannot be imported: ModuleNotFoundError"),
        ("def (\n", "cannot be imported: SyntaxError"),
        ("raise SystemError('x')\n", "cannot be imported: SystemError: x"),
    ],
)
def test_a_wrong_definition_of_a_language_is_refused(project: Path, text: str, message: str) -> None:
    files = {"examples/pascal/language.py": text, "examples/pascal/call.pas.jinja": "x"}
    templates = write(project / "templates", files)
    with pytest.raises(OasmithError, match=message) as caught:
        files_of(Target(project / "api.yaml", project, templates=templates))
    assert str(templates / "examples" / "pascal" / "language.py") in str(caught.value)


def test_a_product_in_a_folder_of_the_user(project: Path) -> None:
    write(project / "tools/list", {"__init__.py": PRODUCT, "pages.py": PAGES})
    settings(project, 'products = ["client", "tools/list"]')
    generate(configured_targets(project))
    assert (project / "out/list/getPet.txt").read_text("utf-8") == "GET example\n"
    assert (project / "out/pets_client/client.py").is_file()
    # The next run of the same process uses what has changed.
    write(project / "tools/list", {"pages.py": PAGES.replace("operation.method", "operation.id")})
    generate(configured_targets(project))
    assert (project / "out/list/getPet.txt").read_text("utf-8") == "getPet example\n"


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"__init__.py": "x = 1\n"}, "has no function generate"),
        ({"other.py": ""}, "the file that defines a product is missing"),
        ({"__init__.py": PRODUCT}, "cannot be imported: ModuleNotFoundError"),
        ({"__init__.py": PRODUCT.replace("list/", "../"), "pages.py": PAGES}, "outside the output"),
        ({"__init__.py": PRODUCT.replace("list/", "/"), "pages.py": PAGES}, "outside the output"),
        (
            {"__init__.py": PRODUCT.replace("{call.operation.id}", "one"), "pages.py": PAGES},
            r"duplicate file 'list/one\.txt'",
        ),
        ({"__init__.py": "def generate(build):\n    return []\n"}, "did not return an Output"),
        ({"__init__.py": "def generate(build):\n    return 1 / 0\n"}, "failed: ZeroDivisionError"),
    ],
)
def test_a_wrong_product_is_refused(project: Path, files: dict[str, str], message: str) -> None:
    write(project / "tools/list", files)
    settings(project, 'products = ["tools/list"]')
    with pytest.raises(OasmithError, match=message):
        generate(configured_targets(project))
    assert not (project / "out").exists()


def test_an_unknown_product_is_refused_by_the_command(project: Path) -> None:
    settings(project, 'products = ["cake"]')
    done = oasmith("generate", cwd=project)
    assert done.code == 2
    assert "Choose from client, examples, vendor_sdk, docs, or" in done.err


COMMENTS = {".py": "# {}\n", ".sh": "# {}\n", ".md": "<!-- {} -->\n", ".http": "# {}\n"}


def test_every_template_of_a_user_wins(tmp_path: Path) -> None:
    """Each shipped template is copied with a comment, and each comment is found in what is generated."""
    shipped = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.jinja")}
    for name in shipped:
        comment = COMMENTS.get(Path(name.removesuffix(".jinja")).suffix, "// {}\n").format(f"mine: {name}")
        write(tmp_path / "t", {name: comment + (TEMPLATES / name).read_text("utf-8")})
    schemas = {f"Part{number}": {"type": "object"} for number in range(130)}
    operation = {"operationId": "x", "responses": {"204": {"description": "ok"}}}
    big = {"openapi": "3.1.0", "info": {"title": "Big", "version": "1"}, "paths": {"/x": {"get": operation}},
           "components": {"schemas": schemas}, "servers": [{"url": "https://b.example"}]}  # fmt: skip
    write(tmp_path, {"big.json": json.dumps(big)})
    written = ""
    for description in (SPEC, EVERYTHING, tmp_path / "big.json"):
        written += "".join(files_of(Target(description, tmp_path, templates=tmp_path / "t")).values())
    assert {name for name in shipped if f"mine: {name}" not in written} == set()


def test_the_language_and_the_product_of_the_readme_work(project: Path) -> None:
    section = (ROOT / "README.md").read_text("utf-8").partition("### Your own templates")[2]
    language, product = re.findall(r"^```python\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)[:2]
    template = "{{ operation.method }} {{ call.target }}\n"
    write(
        project,
        {"t/examples/pascal/language.py": language, "t/examples/pascal/call.pas.jinja": template,
         "tools/list/__init__.py": product},
    )  # fmt: skip
    settings(project, 'templates = "t"\nproducts = ["examples", "tools/list"]')
    generate(configured_targets(project))
    text = (project / "out/examples/put_pet/example/call.pas").read_text("utf-8")
    assert text == "'PUT' '/pets/o%27hara'\n"
    assert (project / "out/operations.txt").read_text("utf-8") == "GET /pets/{name}\nPUT /pets/{name}"
