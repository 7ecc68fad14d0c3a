"""``oasmith lock`` pins a description, so that it is read without a network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from oasmith import OasmithError, Target, generate
from oasmith.settings import LOCK
from support.command import oasmith

PART = b"\xef\xbb\xbfThing: {type: object, properties: {a: {type: string, title: \xe2\x80\x9c}}}\r\n"
"""A file with a byte order mark and unusual line ends, which the lock keeps."""
DESCRIPTION = """
openapi: 3.1.0
info: {title: Tiny, version: "1"}
paths:
  /a: {get: {operationId: getA, responses: {"200": {description: It., content: {application/json:
    {schema: {$ref: "%s"}}}}}}}
"""


class Host:
    """A host that serves a folder, until it is stopped."""

    def __init__(self, folder: Path) -> None:
        handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.name = f"127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    (tmp_path / "remote").mkdir()
    (tmp_path / "remote" / "part.yaml").write_bytes(PART)
    host = Host(tmp_path / "remote")
    yield host
    host.stop()


@pytest.fixture
def project(tmp_path: Path, host: Host) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "api.yaml").write_text(DESCRIPTION % f"http://{host.name}/part.yaml#/Thing", "utf-8")
    (folder / "pyproject.toml").write_text(
        f'[tool.oasmith]\ndescription = "api.yaml"\noutput = "out"\nallow-remote = ["{host.name}"]\n'
        'products = ["client"]\n', "utf-8",
    )  # fmt: skip
    return folder


def test_a_locked_description_is_read_without_its_host(project: Path, host: Host) -> None:
    ran = oasmith("lock", cwd=project)
    assert (ran.code, ran.out) == (0, f"{project / LOCK}: 1 local and 1 remote files\n")
    lock = json.loads((project / LOCK).read_bytes())
    assert lock["local"] == {"api.yaml": sha256((project / "api.yaml").read_bytes()).hexdigest()}
    assert lock["remote"][f"http://{host.name}/part.yaml"]["sha256"] == sha256(PART).hexdigest()
    written = (project / LOCK).read_bytes()
    assert oasmith("lock", "-q", cwd=project).out == ""
    assert (project / LOCK).read_bytes() == written
    host.stop()
    assert oasmith("generate", cwd=project).code == 0
    assert oasmith("check", cwd=project).code == 0
    assert "class Thing(" in (project / "out" / "tiny_client" / "models.py").read_text("utf-8")
    again = oasmith("lock", cwd=project)
    assert (again.code, "cannot be fetched" in again.err) == (2, True)
    assert (project / LOCK).read_bytes() == written


def test_the_description_on_the_command_line_can_be_a_url(project: Path, host: Host) -> None:
    url = f"http://{host.name}/api.yaml"
    (project / "api.yaml").rename(project.parent / "remote" / "api.yaml")
    (project / "pyproject.toml").unlink()
    assert oasmith("lock", url, "--allow-remote", host.name, cwd=project).code == 0
    host.stop()
    assert oasmith("generate", url, "-o", "out", cwd=project).code == 0
    assert (project / "out" / "tiny_client").is_dir()


def test_a_locked_target_has_the_files_of_its_lock(project: Path, host: Host) -> None:
    target = Target(
        project / "api.yaml", project / "out", products=("client",), allow_remote=(host.name,), is_locked=True
    )
    with pytest.raises(
        OasmithError,
        match=r"part\.yaml#/Thing' cannot be resolved: is not in oasmith\.lock\n    Run oasmith lock",
    ):
        generate(target)
    assert oasmith("lock", cwd=project).code == 0
    locked = Target(
        project / "api.yaml", project / "out", products=("client",), lock=project / LOCK, is_locked=True
    )
    generate(locked)
    (project / "api.yaml").write_bytes((project / "api.yaml").read_bytes() + b"# changed\n")
    with pytest.raises(OasmithError, match=r"api\.yaml: is not the file of .*oasmith\.lock"):
        generate(locked)


@pytest.mark.parametrize(
    ("old", "new"), [('"lines": [', '"lines": [" ", '), ('"version": 1', '"version": 2'), ("{", "[")]
)
def test_a_damaged_lock_is_refused(project: Path, old: str, new: str) -> None:
    oasmith("lock", cwd=project)
    text = (project / LOCK).read_text("utf-8")
    (project / LOCK).write_text(text.replace(old, new, 1).replace('": [" ", \n', '": [" ",\n'), "utf-8")
    ran = oasmith("generate", cwd=project)
    assert (ran.code, "Run oasmith lock again." in ran.err) == (2, True), ran


def test_standard_input_cannot_be_locked(project: Path) -> None:
    ran = oasmith("lock", "-", cwd=project)
    assert (ran.code, "standard input cannot be locked" in ran.err) == (2, True)
