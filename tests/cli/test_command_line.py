"""The options and messages of the command line, as a person uses them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from oasmith.version import __version__
from support.command import Ran, oasmith

DESCRIPTION = """
openapi: 3.1.0
info: {title: Tiny, version: "1"}
paths:
  /a: {get: {operationId: getA, tags: [letters], responses: {"200": {description: It.}}}}
  /b: {get: {operationId: getB, tags: [others], responses: {"200": {description: It.}}}}
"""
COMMANDS = ("new", "generate", "check", "diff", "changelog", "describe", "watch", "lock", "mock")
SCREEN = 40
"""Lines of a terminal. Its columns are 80."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "openapi.yaml").write_text(DESCRIPTION, "utf-8")
    return tmp_path


def settings(project: Path, text: str) -> Path:
    (project / "pyproject.toml").write_text(text, "utf-8")
    return project


def visible(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def generate(project: Path, *arguments: str) -> Ran:
    return oasmith("generate", "openapi.yaml", "-o", "out", *arguments, cwd=project)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_a_screen(command: str) -> None:
    name = [command] if command else []
    short, long = oasmith(*name, "-h", COLUMNS="80"), oasmith(*name, "--help", COLUMNS="80")
    assert short == long
    assert (short.code, short.err) == (0, "")
    lines = short.out.splitlines()
    assert len(lines) <= SCREEN
    assert max(map(len, lines)) <= 80
    assert lines[0].startswith(f"Usage: oasmith {command}".rstrip())
    if not command:
        assert [line.split()[0] for line in lines[lines.index("Commands:") + 1 :]] == list(COMMANDS)
        assert "..." not in short.out.partition("Commands:")[2]


def test_help_has_groups() -> None:
    headings = [line for line in oasmith("generate", "-h").out.splitlines() if re.match(r"\w.*:$", line)]
    assert headings == [
        "Arguments:", "What to generate:", "Which operations (each option may be repeated):",
        "How to read the description:", "Output of the command:",
    ]  # fmt: skip


def test_the_version() -> None:
    assert oasmith("--version") == Ran(0, f"oasmith {__version__}\n", "")


def test_the_flags_of_what_is_generated(project: Path) -> None:
    (project / "mine" / "client").mkdir(parents=True)
    (project / "mine" / "client" / "_servers.py.jinja").write_text("SERVERS = ()  # mine\n", "utf-8")
    ran = generate(
        project, "--package", "letters", "--client-name", "Letters", "--product", "client",
        "--templates", "mine", "--include-tag", "letters",
    )  # fmt: skip
    assert ran.code == 0, ran
    assert visible(project / "out") == ["letters"]
    assert "class Letters(" in (project / "out" / "letters" / "client.py").read_text("utf-8")
    assert "# mine" in (project / "out" / "letters" / "_servers.py").read_text("utf-8")
    assert not (project / "out" / "letters" / "resources" / "others.py").exists()


def test_several_products(project: Path) -> None:
    assert generate(project, "--product", "docs", "--product", "client").code == 0
    assert visible(project / "out") == ["docs", "tiny_client"]


def test_quiet_prints_problems_only(project: Path) -> None:
    assert generate(project, "--quiet") == Ran(0, "", "")
    assert oasmith("check", "openapi.yaml", "-o", "out", "-q", cwd=project) == Ran(0, "", "")
    client = project / "out" / "tiny_client" / "client.py"
    client.write_text("mine", "utf-8")
    checked = oasmith("check", "openapi.yaml", "-o", "out", "-q", cwd=project)
    assert (checked.code, checked.err) == (1, "")
    assert "tiny_client/client.py: changed" in checked.out
    ran = generate(project, "-q")
    assert (ran.code, ran.out) == (0, "")
    assert "was edited" in ran.err


def test_completion_of_commands_options_and_values(project: Path) -> None:
    settings(project, '[tool.oasmith.targets.shop]\ndescription = "openapi.yaml"\noutput = "out"\n')

    def completed(*words: str) -> list[str]:
        environment = {
            "_OASMITH_COMPLETE": "complete_bash",
            "COMP_WORDS": "\n".join(("oasmith", *words)),
            "COMP_CWORD": str(len(words)),
        }
        program = "import sys; sys.argv[0] = 'oasmith'; from oasmith.cli import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=project, env=environment, capture_output=True, text=True
        )
        return done.stdout.split()

    assert completed("gen") == ["generate"]
    assert "--client-name" in completed("generate", "--cl")
    assert completed("generate", "--product", "d") == ["docs", "distribution"]
    assert completed("generate", "--target", "s") == ["shop"]


def test_a_description_from_standard_input(project: Path) -> None:
    (project / "parts.yaml").write_text("A: {type: object, properties: {a: {type: string}}}", "utf-8")
    schema = '{"200": {description: It., content: {application/json: {schema: {$ref: "parts.yaml#/A"}}}}}'
    text = DESCRIPTION.replace('{"200": {description: It.}}', schema, 1)
    command = [sys.executable, "-m", "oasmith", "generate", "-", "-o", "out"]
    run = partial(subprocess.run, command, cwd=project, capture_output=True, text=True, timeout=120)
    done = run(input=text)
    assert done.returncode == 0, done
    assert "class A(" in (project / "out" / "tiny_client" / "models.py").read_text("utf-8")
    for changed in (text, text.replace("getA", "getC")):
        assert run(input=changed).returncode == 0
    assert "def get_c(" in (project / "out" / "tiny_client" / "resources" / "letters.py").read_text("utf-8")
    broken = run(input="openapi: 3.1.0\ninfo: [")
    assert broken.returncode == 2
    assert broken.stderr.splitlines()[-2].startswith("<stdin>:3: is not YAML")


@pytest.fixture
def host(project: Path) -> Iterator[str]:
    handler = partial(SimpleHTTPRequestHandler, directory=str(project))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_host_of_a_description_needs_no_permission(project: Path, host: str) -> None:
    url = f"http://{host}/openapi.yaml"
    assert oasmith("generate", url, "-o", "out", cwd=project).code == 0
    assert (project / "out" / "tiny_client").is_dir()
    missing = oasmith("generate", f"http://{host}/no.yaml", "-o", "out", cwd=project)
    assert (missing.code, f"http://{host}/no.yaml" in missing.err) == (2, True)
    table = f'[tool.oasmith]\ndescription = "{url}"\noutput = "out"\nchanges-since = "{url}"\n'
    settings(project, table)
    assert oasmith("check", cwd=project).code == 1  # its reference has a page with the changes
    for line in (["describe", url], ["diff", url, url], ["lock", url], ["new", "p", url]):
        assert oasmith(*line, cwd=project).code == 0, line


def test_a_first_run_says_what_is_new_and_a_later_one_what_changed(project: Path) -> None:
    first = generate(project)
    assert "+ out/tiny_client (" in first.out
    assert "from tiny_client import TinyClient" in first.out
    assert "open out/docs/guide.html" in first.out
    assert "The client needs: pip install httpx2" in first.out
    assert len(generate(project).out.splitlines()) == 1
    client = project / "out" / "tiny_client" / "client.py"
    client.unlink()
    assert generate(project).out.splitlines()[0] == "+ tiny_client/client.py"
    docs = oasmith("generate", "openapi.yaml", "-o", "site", "--product", "docs", cwd=project)
    assert "The client needs" not in docs.out
    assert "import" not in docs.out
    new = oasmith("new", "own", "openapi.yaml", cwd=project)
    assert "To install it: pip install ./own" in new.out


def test_a_strict_run_leaves_an_edited_file_and_says_so(project: Path) -> None:
    generate(project)
    client = project / "out" / "tiny_client" / "client.py"
    client.write_text("# mine\n", "utf-8")
    ran = generate(project, "--strict")
    assert ran.code == 2
    assert f"{Path('out', 'tiny_client', 'client.py')}: was edited after it was generated" in ran.err
    assert "generated again" not in ran.err
    assert "nothing is generated" in ran.err
    assert client.read_text("utf-8") == "# mine\n"


def test_check_prints_a_screen_of_differences(project: Path) -> None:
    generate(project)
    description = project / "openapi.yaml"
    description.write_text(description.read_text("utf-8").replace("title: Tiny", "title: Other"), "utf-8")
    ran = oasmith("check", "openapi.yaml", "-o", "out", "--package", "tiny_client", cwd=project)
    assert ran.code == 1
    assert len(ran.out.splitlines()) <= 50
    assert ".oasmith.json" not in ran.out
    assert "(--all prints them)" in ran.out
    everything = oasmith(
        "check", "openapi.yaml", "-o", "out", "--package", "tiny_client", "--all", cwd=project
    ).out
    differing = re.search(r"out: (\d+) files differ", everything)
    assert differing
    assert differing[0] in ran.out
    assert len(re.findall(r"^[^ +-].*: (?:changed|missing|surplus)$", everything, re.M)) == int(differing[1])
    as_json = oasmith(
        "generate", "openapi.yaml", "-o", "out", "--package", "tiny_client", "--json", cwd=project
    )
    (result,) = json.loads(as_json.out)
    assert len(result["written"]) + len(result["removed"]) == int(differing[1])
    (project / "out" / "tiny_client" / "client.py").unlink()
    last = oasmith("check", "openapi.yaml", "-o", "out", "--package", "tiny_client", cwd=project).out
    assert "out: 1 file differs from what oasmith generates" in last


SEVERAL = """
[tool.oasmith]
products = ["client"]
[tool.oasmith.targets.one]
description = "openapi.yaml"
output = "one"
[tool.oasmith.targets.two]
description = "openapi.yaml"
output = "two"
products = ["docs"]
"""
MISTAKES = {
    "generat": "Did you mean 'generate'?",
    "generate openapi.yaml --outptu x": "--output",
    "generate openapi.yml -o out": "openapi.yml: there is no such file\n    Did you mean 'openapi.yaml'?",
    "generate openapi.yaml -o out --product clinet": "Did you mean 'client'?",
    "generate openapi.yaml -o out --templates tmplates": "Did you mean 'templates'?",
    "generate openapi.yaml -o out --include-tag leters": "Did you mean 'letters'?",
    "generate openapi.yaml -o out --package a-b": "--package = 'a-b' is not a Python identifier",
    "generate openapi.yaml -o out --package class": "Choose another name, such as class_.",
    "generate openapi.yaml -o out --include-operation zzz": "Name an operation of the description.",
    "generate openapi.yaml out": "Did you mean -o out?",
    "check openapi.yaml out": "Did you mean -o out?",
    "describe openapi.yaml -o out": "No such option: -o",
    "generate openapi.yaml -o out --client-name 1": "--client-name = '1' is not a Python identifier",
    "generate openapi.yaml -o out --target a": "--target names a target of pyproject.toml",
    "generate --target shpo": "Did you mean 'shop'?",
    "generate -o out": "-o gives one output folder for several targets",
    "generate openapi.yaml": "Add -o DIR.",
}
"""Command lines, and what is printed for each."""
BAD_SETTINGS = {
    'clientname = "A"': "[tool.oasmith] has no setting 'clientname'\n    Did you mean 'client-name'?",
    'templates = "no"': "templates: there is no folder",
    'products = ["clients"]': "Did you mean 'client'?",
    "targets = 1": "[tool.oasmith] targets is not a table",
}
RUN_ALL = """
import contextlib, io, json, sys
from oasmith.cli import main
results = []
for arguments in json.load(sys.stdin):
    sys.argv[1:] = arguments
    with contextlib.redirect_stderr(io.StringIO()) as err:
        try:
            main()
        except SystemExit as error:
            results.append([error.code, err.getvalue()])
json.dump(results, sys.stdout)
"""
"""Runs many command lines in one process, which saves the time of starting each."""


def run_all(lines: list[list[str]], folder: Path) -> list[tuple[int, str]]:
    done = subprocess.run(
        [sys.executable, "-c", RUN_ALL], input=json.dumps(lines), cwd=folder, capture_output=True, text=True
    )
    assert done.stdout, done
    return [(code, err) for code, err in json.loads(done.stdout)]


def test_a_mistake_has_a_suggestion(project: Path) -> None:
    (project / "templates").mkdir()
    tables = [
        f'[tool.oasmith.targets.{it}]\ndescription = "{it}"\noutput = "{it}"' for it in ("shop", "bank")
    ]
    settings(project, "\n".join(tables))
    found = run_all([line.split() for line in MISTAKES], project)
    for (line, message), (code, err) in zip(MISTAKES.items(), found, strict=True):
        assert (code, message in err, "Traceback" in err) == (2, True, False), (line, err)


def test_a_mistake_in_the_settings_has_a_suggestion(project: Path) -> None:
    for table, message in BAD_SETTINGS.items():
        settings(project, f'[tool.oasmith]\ndescription = "openapi.yaml"\noutput = "out"\n{table}\n')
        ((code, err),) = run_all([["generate"]], project)
        assert (code, message in err) == (2, True), (table, err)
        assert str(project / "pyproject.toml") in err


def test_a_mistake_in_the_settings_has_a_line(project: Path) -> None:
    tables = {
        'package = "class"': 5,
        'pakage = "a"': 5,
        "[tool.oasmith.include]\ntags = 3": 5,
        '[tool.oasmith.targets.a]\ndescription = "a"\noutput = "b"\nlenient = 1': 8,
        'strict = 1\n[tool.oasmith.targets.a]\ndescription = "a"\noutput = "b"': 5,
        '[tool.oasmith.targets.a]\ndescription = "a"': 5,
        'docs = "x': 5,
    }
    for table, line in tables.items():
        shared = "" if "targets" in table else 'description = "openapi.yaml"\noutput = "out"\n'
        head = "[project]\n[tool.oasmith]\n" + (shared or "# a\n# b\n")
        path = settings(project, f"{head}{table}\n") / "pyproject.toml"
        ((code, err),) = run_all([["generate"]], project)
        assert (code, f"{path}:{line}: " in err) == (2, True), (table, err)


def test_options_are_only_where_they_have_an_effect(project: Path) -> None:
    described = oasmith("describe", "--help").out
    assert not [name for name in ("--output", "--package", "--product", "--templates") if name in described]
    assert "standard input" not in oasmith("watch", "--help").out
    assert "standard input" in oasmith("generate", "--help").out
    assert "tests" in oasmith("generate", "--help").out.partition("--product NAME")[2][:160]
    ran = oasmith("changelog", "openapi.yaml", "openapi.yaml", cwd=project)
    assert (ran.code, ran.out) == (0, "CHANGELOG.md: 0 changes below 'Unreleased'\n")


def test_several_targets_share_settings_and_a_summary(project: Path) -> None:
    settings(project, SEVERAL)
    ran = oasmith("generate", cwd=project)
    assert ran.code == 0, ran
    assert not (project / "one" / "docs").exists()
    assert (project / "two" / "docs").is_dir()
    assert not (project / "two" / "tiny_client").exists()
    as_json = json.loads(oasmith("generate", "--json", cwd=project).out)
    total = sum(len(result["unchanged"]) for result in as_json)
    assert ran.out.splitlines()[-1].startswith(f"2 targets: {total} written, 0 removed, 0 unchanged (")
    one = oasmith("generate", "--target", "one", "--json", cwd=project)
    assert [result["target"] for result in json.loads(one.out)] == ["one"]


def test_a_target_that_fails_does_not_stop_the_others(project: Path) -> None:
    settings(project, SEVERAL.replace("openapi.yaml", "missing.yaml", 1))
    ran = oasmith("generate", cwd=project)
    assert ran.code == 2
    assert "missing.yaml: there is no such file" in ran.err
    assert (project / "two" / "docs").is_dir()
    assert "1 of 2 targets failed" in ran.err
