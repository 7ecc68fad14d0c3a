"""What the README shows is what happens."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from elb_client import RequestValidationError
from oasmith.runtime import errors
from support.packages import generated_package
from support.paths import ROOT
from support.server import Answer, Received, serving


def blocks(language: str, after: str) -> list[str]:
    """The fenced blocks of a language in the section of the README with a heading."""
    text = (ROOT / "README.md").read_text("utf-8")
    section = text.partition(after)[2].partition("\n## ")[0].partition("\n### ")[0]
    return re.findall(rf"^```{language}\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)


def test_the_error_is_shown_as_it_is() -> None:
    heading = "### A request that breaks the description is not sent"
    (code,) = blocks("python", heading)
    (shown,) = blocks("text", heading)
    with pytest.raises(RequestValidationError) as raised:
        exec(compile(code, "README.md", "exec"), {})
    assert f"elb_client.RequestValidationError: {raised.value}\n" == shown


def courier(received: Received) -> Answer:
    """What the server that the snippets call would answer."""
    path = received.target.partition("?")[0].removeprefix("/v2")
    if path == "/positions":
        return Answer(200, b'id: 1\ndata: {"x": 5}\n\n', {"Content-Type": "text/event-stream"})
    if path == "/parcels" and received.method == "GET":
        return Answer.of_json({"items": [{"name": "books"}], "next_cursor": None})
    if path == "/labels":
        return Answer(204, b"", {})
    if path.startswith("/labels/"):
        return Answer(200, b"PNG", {"Content-Type": "image/png"})
    if path == "/parcels/gone":
        return Answer.of_json({"code": 7, "reason": "sent back"}, 404, X_Request_Id="r-1")
    return Answer.of_json({"name": "books"})


def test_what_every_client_can_do_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COURIER_TOKEN", "")
    package = generated_package(ROOT / "tests" / "runtime" / "courier.yaml", tmp_path)
    namespace: dict[str, object] = {}
    with serving(courier) as server:
        for code in blocks("python", "## What every client can do"):
            code = code.replace("https://courier.example", server.url)
            exec(compile(code, "README.md", "exec"), namespace)
        client = namespace["client"]
        assert isinstance(client, package.CourierClient)
        client.close()
    assert (tmp_path / "label.png").read_bytes() == b"PNG"
    assert "7 sent back r-1" in capsys.readouterr().out


def test_every_exception_is_named() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    own = re.findall(r"^class ([A-Z]\w+Error)\(", inspect.getsource(errors), re.MULTILINE)
    names = [*own, "pydantic.ValidationError", "webhooks.UnreadableError", "AdviceWarning"]
    assert [name for name in names if f"`{name}`" not in text] == []
