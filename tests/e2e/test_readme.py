"""What the README shows is what happens."""

from __future__ import annotations

import re

import pytest
from elb_client import RequestValidationError
from support.paths import ROOT


def blocks(language: str, after: str) -> list[str]:
    """The fenced blocks of a language in the section of the README with a heading."""
    text = (ROOT / "README.md").read_text("utf-8")
    section = text.partition(after)[2].partition("\n#")[0]
    return re.findall(rf"^```{language}\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)


def test_the_error_is_shown_as_it_is() -> None:
    heading = "### A request that breaks the description is not sent"
    (code,) = blocks("python", heading)
    (shown,) = blocks("text", heading)
    with pytest.raises(RequestValidationError) as raised:
        exec(compile(code, "README.md", "exec"), {})
    assert f"elb_client.RequestValidationError: {raised.value}\n" == shown
