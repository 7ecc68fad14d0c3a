"""What the README shows is what happens."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest
from elb_client import RequestValidationError
from oasmith import read_api
from oasmith.mock import MockServer
from oasmith.runtime import errors
from oasmith.settings import KEYS
from support.paths import ROOT

README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str, after: str) -> list[str]:
    """The fenced blocks of a language in the section of the README with a heading."""
    section = README.partition(f"{after}\n")[2].partition("\n## ")[0].partition("\n### ")[0]
    return re.findall(rf"^```{language}\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)


def test_the_call_works(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = blocks("python", "## Make a call")
    with MockServer(read_api(ROOT / "spec" / "elb-v3.yaml")) as server:
        code = code.replace('token="..."', f'token="secret", base_url={server.url!r}')
        exec(compile(code, "README.md", "exec"), {})
        assert [exchange.violations for exchange in server.exchanges] == [()]
    assert "members=" in capsys.readouterr().out


def test_the_error_is_shown_as_it_is() -> None:
    heading = "### A request that breaks the description is not sent"
    (code,) = blocks("python", heading)
    (shown,) = blocks("text", heading)
    with pytest.raises(RequestValidationError) as raised:
        exec(compile(code, "README.md", "exec"), {})
    assert f"elb_client.RequestValidationError: {raised.value}\n" == shown


def test_every_setting_is_in_the_table() -> None:
    table = README.partition("## Settings\n")[2].partition("\n## ")[0]
    named: set[Any] = set(
        re.findall(r"`([a-z-]+)`", "".join(re.findall(r"^\|([^|]*)\|", table, re.MULTILINE)))
    )
    assert named == set(KEYS)


def test_every_exception_is_in_the_guide() -> None:
    guide = (ROOT / "templates" / "docs" / "guide.md.jinja").read_text("utf-8")
    own = re.findall(r"^class ([A-Z]\w+Error)\(", inspect.getsource(errors), re.MULTILINE)
    names = [*own, "pydantic.ValidationError", "webhooks.UnreadableError", "AdviceWarning"]
    assert [name for name in names if f"`{name}`" not in guide] == []
