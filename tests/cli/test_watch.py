"""``oasmith watch`` generates again when a file changes that a target is generated from."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

import pytest
from oasmith import Target, generate
from support.command import oasmith

DESCRIPTION = """
openapi: 3.1.0
info: {title: Tiny, version: "1"}
paths:
  /a:
    get:
      operationId: getA
      responses: {"200": {description: It., content: {application/json: {schema: {$ref: "parts/a.yaml"}}}}}
"""
SETTINGS = '[tool.oasmith]\ndescription = "api.yaml"\noutput = "out"\nproducts = ["client"]\n'
MOST_SECONDS = 100


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "a.yaml").write_text("title: A\ntype: object\n", "utf-8")
    (tmp_path / "api.yaml").write_text(DESCRIPTION, "utf-8")
    (tmp_path / "pyproject.toml").write_text(f'{SETTINGS}templates = "templates"\n', "utf-8")
    (tmp_path / "templates").mkdir()
    return tmp_path


class Watching:
    """A running ``oasmith watch``; ``next`` waits until it has generated."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def next(self) -> str:
        assert self.process.stdout is not None
        lines: list[str] = []
        for line in self.process.stdout:
            if line.startswith("watching"):
                return "".join(lines)
            lines.append(line)
        raise AssertionError(f"it ended: {lines}")


@contextmanager
def watching(project: Path, *arguments: str) -> Iterator[Watching]:
    command = [sys.executable, "-m", "oasmith", "watch", *arguments]
    with subprocess.Popen(
        command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        timer = Timer(MOST_SECONDS, process.kill)
        timer.start()
        try:
            yield Watching(process)
        finally:
            timer.cancel()
            process.kill()


def write(path: Path, text: str) -> None:
    """Save a file as editors do: a new one is renamed to it."""
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, "utf-8")
    new.replace(path)


def test_it_generates_again_when_anything_changes(project: Path) -> None:
    client = project / "out" / "tiny_client"
    with watching(project) as running:
        running.next()
        assert "def get_a(" in (client / "client.py").read_text("utf-8")
        write(project / "api.yaml", DESCRIPTION.replace("getA", "getB"))
        assert "client.py" in running.next()
        assert "def get_b(" in (client / "client.py").read_text("utf-8")
        write(project / "parts" / "a.yaml", "type: object\nproperties: {b: {type: string}}\n")
        running.next()
        assert "    b: str" in (client / "models.py").read_text("utf-8")
        (project / "templates" / "client").mkdir()
        write(project / "templates" / "client" / "_servers.py.jinja", "# mine\n")
        running.next()
        assert (client / "_servers.py").read_text("utf-8").endswith("# mine\n")
        write(project / "api.yaml", "openapi: [")
        assert "api.yaml:2: is not YAML" in running.next()
        assert "def get_b(" in (client / "client.py").read_text("utf-8")
        write(project / "api.yaml", DESCRIPTION)
        running.next()
        assert "def get_a(" in (client / "client.py").read_text("utf-8")
        write(project / "pyproject.toml", f'{SETTINGS}package = "mine"\n')
        running.next()
        assert (project / "out" / "mine" / "client.py").is_file()
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait() == 0


def test_it_waits_for_a_file_that_is_missing(project: Path) -> None:
    part = project / "parts" / "a.yaml"
    text = part.read_text("utf-8")
    part.unlink()
    with watching(project) as running:
        assert "there is no such file" in running.next()
        write(part, text)
        running.next()
        assert (project / "out" / "tiny_client").is_dir()


def test_standard_input_cannot_be_watched(project: Path) -> None:
    ran = oasmith("watch", "-", "-o", "out", cwd=project)
    assert (ran.code, "standard input cannot be watched" in ran.err) == (2, True)


def test_a_new_template_is_seen_within_one_process(project: Path) -> None:
    target = Target(
        project / "api.yaml", project / "out", products=("client",), templates=project / "templates"
    )
    generate(target)
    (project / "templates" / "client").mkdir()
    template = project / "templates" / "client" / "_servers.py.jinja"
    for text in ("# mine\n", "# changed\n"):
        template.write_text(text, "utf-8")
        generate(target)
        assert (project / "out" / "tiny_client" / "_servers.py").read_text("utf-8").endswith(text)
    template.unlink()
    generate(target)
    assert "# changed" not in (project / "out" / "tiny_client" / "_servers.py").read_text("utf-8")


def test_a_save_that_changes_nothing_prints_nothing_about_files(project: Path) -> None:
    with watching(project) as running:
        assert "written" in running.next()
        (project / "api.yaml").write_text(f"{DESCRIPTION}# a comment\n", "utf-8")
        assert "written" not in running.next()
        (project / "api.yaml").write_text(DESCRIPTION.replace("getA", "getB"), "utf-8")
        assert "written" in running.next()
