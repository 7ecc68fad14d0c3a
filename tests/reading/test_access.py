"""References open files below the folder of the description only, and no error quotes any other file."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from oasmith.errors import OasmithError
from oasmith.pipeline import build_files
from oasmith.reading.files import load
from oasmith.reading.references import bundle
from oasmith.reading.references.access import Access, access_of, open_description
from oasmith.settings import Target
from support.command import oasmith

SECRET = "swordfish"


@pytest.fixture
def api(tmp_path: Path) -> Path:
    """The folder of a description, beside files that it must not reach."""
    folder = tmp_path / "api"
    (folder / "parts").mkdir(parents=True)
    (folder / "parts" / "inside.yaml").write_text("Thing: {type: integer}")
    (tmp_path / "outside.yaml").write_text(f"Thing: {{type: string, description: {SECRET}}}")
    (tmp_path / "apiary").mkdir()
    (tmp_path / "apiary" / "outside.yaml").write_text("Thing: {type: string}")
    (folder / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    (folder / "linked").symlink_to(tmp_path)
    return folder


def described(folder: Path, reference: Any) -> Path:
    path = folder / "root.json"
    path.write_text(
        json.dumps(
            {
                "openapi": "3.1.0",
                "info": {"title": "T", "version": "1"},
                "paths": {},
                "components": {"schemas": {"A": {"properties": {"a": {"$ref": reference}}}}},
            }
        )
    )
    return path


def refusal(path: Path, access: Access | None = None) -> str:
    with pytest.raises(OasmithError) as raised:
        bundle(load(path), access)
    (problem,) = raised.value.problems
    assert problem.line
    assert problem.pointer
    assert problem.remedy
    assert SECRET not in str(problem)
    return str(problem)


@pytest.mark.parametrize(
    "reference",
    [
        "parts/inside.yaml#/Thing", "./parts/../parts/inside.yaml#/Thing", "parts/%69nside.yaml#/Thing",
        "linked/api/parts/inside.yaml#/Thing",
    ],
)  # fmt: skip
def test_a_file_below_the_folder_is_read(api: Path, reference: str) -> None:
    assert bundle(load(described(api, reference))).document["components"]["schemas"]["Thing"]


OUTSIDE = [
    "../outside.yaml#/Thing", "parts/../../outside.yaml#/Thing", "%2e%2e/outside.yaml#/Thing",
    "..%2foutside.yaml#/Thing", "link.yaml#/Thing", "linked/outside.yaml#/Thing",
    "../apiary/outside.yaml#/Thing",
    "{folder}/outside.yaml#/Thing", "file://{folder}/outside.yaml#/Thing", "FILE://{folder}/outside.yaml#/Thing",
    "file://localhost{folder}/outside.yaml#/Thing", "file:{folder}/outside.yaml#/Thing",
    "/etc/passwd", "//etc/passwd",
    "file:////etc/passwd", "file:///etc/passwd", "../../../../../../../../etc/passwd", "file:///proc/self/environ",
    "file:%2f%2f/etc/passwd",
]  # fmt: skip


@pytest.mark.parametrize("reference", OUTSIDE)
def test_a_file_outside_the_folder_is_not_read(api: Path, reference: str) -> None:
    message = refusal(described(api, reference.replace("{folder}", str(api.parent))))
    assert "outside the folder" in message or "another machine" in message or "no such file" in message
    assert "root:" not in message


@pytest.mark.parametrize(
    "reference",
    [
        "..\\outside.yaml", "%5c%5chost%5cshare", "file://host/outside.yaml", "//host/share/x.yaml",
        "C:/x.yaml",
        "ftp://host/x.yaml", "data:text/plain,x", "%00", "%252e%252e/outside.yaml", "http://[", "http://[::1",
        "file://[", "//[x/", "http://host:99999/x", "http://\u2100/x",
    ],
)  # fmt: skip
def test_what_is_no_file_of_the_description_is_refused(api: Path, reference: str) -> None:
    refusal(described(api, reference))


def test_links_in_a_circle_are_refused(api: Path) -> None:
    (api / "one").symlink_to("two")
    (api / "two").symlink_to("one")
    refusal(described(api, "one/x.yaml"))


def test_a_base_uri_of_the_description_opens_nothing(api: Path) -> None:
    path = described(api, "passwd")
    document = json.loads(path.read_text())
    for field in ({"$self": "file:///etc/x"}, {"$self": "../x"}):
        path.write_text(json.dumps(document | field))
        refusal(path)
    document["components"]["schemas"]["A"]["$id"] = "file:///etc/x"
    path.write_text(json.dumps(document))
    refusal(path)


def test_other_files_are_allowed_by_name(api: Path, tmp_path: Path) -> None:
    path = described(api, "../outside.yaml#/Thing")
    for access in (
        Access(local=(tmp_path / "outside.yaml",)),
        Access(local=(tmp_path,)),
        Access(root=tmp_path),
    ):
        assert bundle(load(path), access).document["components"]["schemas"]["Thing"]
    refusal(path, Access(local=(tmp_path / "apiary",)))
    refusal(described(api, "parts/inside.yaml"), Access(root=api / "linked" / "apiary"))


def test_the_command_and_the_settings_allow_other_files(api: Path, tmp_path: Path) -> None:
    path = described(api, "../outside.yaml#/Thing")
    refused = oasmith("check", path, "-o", tmp_path / "out", cwd=tmp_path)
    assert refused.code == 2
    assert "--allow-local" in refused.err
    for flags in (("--allow-local", tmp_path / "outside.yaml"), ("--root", tmp_path)):
        assert oasmith("check", path, "-o", tmp_path / "out", *flags, cwd=tmp_path).code == 1
    for setting in ('root = "."', 'allow-local = ["outside.yaml"]'):
        text = f'[tool.oasmith]\ndescription = "api/root.json"\noutput = "out"\n{setting}\n'
        (tmp_path / "pyproject.toml").write_text(text)
        assert oasmith("check", cwd=tmp_path).code == 1
    (tmp_path / "pyproject.toml").write_text(text.replace('["outside.yaml"]', "3"))
    assert oasmith("check", cwd=tmp_path).code == 2


@pytest.mark.parametrize(
    "content",
    [
        f"root:{SECRET}:0:0", f"password: {SECRET}\n{SECRET}", f"{SECRET}: 1\n{SECRET}: 2", f"a: !{SECRET} x",
        f"{{{SECRET}", f"a: *{SECRET}", f"a: !!int {SECRET}", f"[{SECRET}, 1]",
        f'{{"{SECRET}": 1, "{SECRET}": 2}}',
        f"db: {{user: x, password: {SECRET}}}", f"{SECRET}: {{a: 1}}", f"\x07{SECRET}",
        f"%{SECRET} x\n---\na",
        f"? [{SECRET}]\n: 1",
    ],
)  # fmt: skip
@pytest.mark.parametrize("fragment", ["", "#/db", "#/nothing"])
def test_no_error_quotes_a_file_that_is_no_description(api: Path, content: str, fragment: str) -> None:
    (api / "other.yaml").write_text(content)
    for place in ("a", "root"):
        path = described(api, f"other.yaml{fragment}")
        if place == "root":
            path = api / "other.yaml"
        with pytest.raises(OasmithError) as raised:
            build_files(Target(path, api / "out"), lambda stage, done: None)
        assert SECRET not in str(raised.value)


class Remote(BaseHTTPRequestHandler):
    """A host whose files refer to where they may not, or that responds as no file does."""

    def do_GET(self) -> None:
        name = self.path.strip("/")
        refer = "Thing: {properties: {a: {$ref: '%s'}}}"
        bodies = {
            "file": refer % f"file://{self.server.root}",  # type: ignore[attr-defined]  # set by the fixture
            "passwd": refer % "file:///etc/passwd",
            "odd": refer % "http://[",
            "own": refer % "plain#/Thing",
            "plain": "Thing: {type: integer}",
            "identity": "$id: 'file:///etc/x'\nThing: {properties: {a: {$ref: 'passwd'}}}",
        }
        locations = {"302": None, "away": "http://elsewhere.invalid/x", "local": "file:///etc/passwd",
                     "broken": "http://[", "round": "/round"}  # fmt: skip
        status = 302 if name in locations else 304 if name == "304" else 200 if name in bodies else 404
        self.send_response(status)
        if locations.get(name):
            self.send_header("Location", str(locations[name]))
        self.end_headers()
        if name in bodies:
            self.wfile.write(bodies[name].encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def host(api: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Remote) as server:
        server.root = api / "root.json"  # type: ignore[attr-defined]  # for the handler
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("name", ["file", "passwd", "identity", "odd"])
def test_a_remote_file_refers_to_no_local_file(api: Path, host: str, name: str) -> None:
    path = described(api, f"http://{host}/{name}#/Thing")
    everything = Access(local=(Path("/"),), remote=(host,))
    with pytest.raises(OasmithError) as raised:
        bundle(load(path), everything)
    assert "root:" not in str(raised.value)
    assert name == "odd" or "local file" in str(raised.value)


def test_a_remote_file_refers_to_its_own_host(api: Path, host: str) -> None:
    path = described(api, f"http://{host}/own#/Thing")
    assert bundle(load(path), Access(remote=(host,))).document["components"]["schemas"]


def test_a_description_opens_files_of_its_own_host_only(api: Path, host: str) -> None:
    own = Target(f"http://{host}/own", api)
    assert open_description(own.description, access_of(own)).data
    assert open_description(own.description, access_of(own)).path == own.description
    away = Target(f"http://{host}/away", api)
    with pytest.raises(OasmithError, match=r"--allow-remote elsewhere\.invalid"):
        open_description(away.description, access_of(away))
    port = host.rpartition(":")[2]
    for description in (f"http://localhost:{port}/own", f"http://{host}@localhost:{port}/own"):
        path = described(api, f"http://{host}/plain#/Thing")
        access = access_of(Target(description, api))
        assert f"--allow-remote {host}" in refusal(path, access)
        assert open_description(description, access).data
    assert "--allow-remote" in refusal(path, access_of(Target(path, api)))


@pytest.mark.parametrize("name", ["302", "304", "away", "local", "broken", "round", "nothing"])
def test_a_response_that_is_no_file_is_refused(api: Path, host: str, name: str) -> None:
    assert "root:" not in refusal(described(api, f"http://{host}/{name}"), Access(remote=(host,)))


@pytest.mark.parametrize("allowed", ["example", "user@{host}", "x{host}", "http://{host}"])
def test_only_the_very_host_is_allowed(api: Path, host: str, allowed: str) -> None:
    access = Access(remote=(allowed.replace("{host}", host),))
    assert "--allow-remote" in refusal(described(api, f"http://{host}/plain#/Thing"), access)


def test_nothing_but_a_regular_file_is_opened(api: Path) -> None:
    os.mkfifo(api / "pipe.yaml")
    message = refusal(described(api, "pipe.yaml"))
    assert "named pipe" in message
