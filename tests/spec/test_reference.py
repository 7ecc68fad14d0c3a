"""The reference says what the vendor's page says: its 15 tables, read back from HTML and from Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from oasmith import read_api
from spec.test_double_entry import RESPONSE_TABLES, Row, differences, typed_rows
from support.paths import GENERATED, SPEC

DOCS = GENERATED / "docs"
Cells = list[str]
"""The name, mandatory, type, and all facts of a row, as they are shown."""


class _Tables(HTMLParser):
    """The rows of the tables of a page, by the heading above them. End tags of cells are optional."""

    def __init__(self) -> None:
        super().__init__()
        self.heading = ""
        self.rows: list[tuple[str, list[dict[str, str]]]] = []
        self._part = ""
        self._name = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("h2", "h3"):
            self.heading, self._part = "", "heading"
        elif tag == "tr":
            self.rows.append((self.heading, []))
            self._part = ""
        elif tag in ("td", "th") and self.rows:
            self.rows[-1][1].append({"": ""})
            self._part = ""
        elif tag == "dt":
            self.rows[-1][1][-1][""] += " "
            self._part = "dt"
        elif tag == "dd":
            self._part = f"dd {self._name}"
        elif tag == "small":
            self._part = "small"
        if tag == "dt":
            self._name = ""

    def handle_endtag(self, tag: str) -> None:
        if tag in ("h2", "h3", "dl", "small", "table"):
            self._part = ""

    def handle_data(self, data: str) -> None:
        if self._part == "heading":
            self.heading += data
        elif self._part == "dt":
            self._name += data
        elif self._part == "small" or not self.rows or not self.rows[-1][1]:
            return
        else:
            cell = self.rows[-1][1][-1]
            key = self._part.removeprefix("dd ").strip()
            cell[key] = cell.get(key, "") + data


def html_rows() -> Iterator[tuple[str, Cells]]:
    """The rows of the operation and of its schemas: the heading, and the cells with the facts apart."""
    for path in ("operations/create_master_slave_pool.html", "schemas/client.html"):
        tables = _Tables()
        tables.feed((DOCS / path).read_text("utf-8"))
        for heading, cells in tables.rows:
            if len(cells) == 4 and cells[0][""] != "Parameter":
                plain = [cell[""].strip() for cell in cells]
                facts = cells[3]
                yield heading, [*plain[:3], facts.get("Allowed", ""), facts.get("Default", "")]


def markdown_rows() -> Iterator[tuple[str, Cells]]:
    for path in ("operations/client.md", "schemas/client.md"):
        heading, source = "", ""
        for line in (DOCS / "markdown" / path).read_text("utf-8").splitlines():
            if line.startswith("#"):
                heading, source = re.sub("<[^>]*>", "", line.strip("# ")), ""
            elif re.fullmatch(r"Table \d+", line):
                source = line
            elif line.startswith("| `"):
                cells = [
                    re.sub(r"`|\]\([^)]*\)|\[", "", cell).strip() for cell in line.strip("|").split(" | ")
                ]
                name = cells[0].partition(" (")[0]
                is_credential = heading == "Credentials"
                limits = ["", ""] if is_credential else cells[3:5]
                yield f"{heading} {source}".strip(), [name, *cells[1:3], *limits]


def as_row(heading: str, cells: Cells) -> Row | None:
    """A row of the reference with the facts of the page's tables; None for one that no table has."""
    name, mandatory, kind, allowed, default = cells
    if heading.startswith("Parameters") and name == "project_id":
        table = "1"
    elif heading.startswith("Credentials") and name == "X-Auth-Token":
        table = "2"
    elif found := re.search(r"Table (\d+)$", heading):
        table = found[1]
    else:
        return None
    minimum, maximum, values = _limits(allowed)
    return Row(
        table,
        name,
        "" if int(table) in RESPONSE_TABLES else "No" if mandatory == "no" else "Yes",
        _type(kind),
        minimum,
        maximum,
        default,
        values,
    )


def _limits(allowed: str) -> tuple[str, str, str]:
    minimum = maximum = values = ""
    for part in allowed.split("; "):
        part = re.sub(" characters?$", "", part)
        if re.search(" items?$", part):
            continue  # A note on the page, not a figure of its table.
        if found := re.fullmatch(r"(\d+) to (\d+)", part):
            minimum, maximum = found.groups()
        elif found := re.fullmatch(r"at most (\d+)", part):
            maximum = found[1]
        elif part.isdigit():
            minimum = maximum = part
        elif part and not part.startswith(("matches ", "each item")):
            values = part.replace(", ", "|")
    return minimum, maximum, values


def _type(kind: str) -> str:
    kind = re.sub(r" \(.*\)| or null", "", kind)
    if kind.startswith("array of "):
        return f"Array of {_type(kind.removeprefix('array of '))}s"
    return f"{kind} object" if kind[0].isupper() else kind.capitalize()


FORMATS: dict[str, Callable[[], Iterator[tuple[str, Cells]]]] = {
    "html": html_rows,
    "markdown": markdown_rows,
}


def rows(form: str) -> list[Row]:
    found = [row for heading, cells in FORMATS[form]() if (row := as_row(heading, cells))]
    return sorted(found, key=lambda row: int(row.table))


READINGS = {("4", "type"): {"minimum": ""}}
"""Facts that contradict others on the page, and are not in the reference: see ``spec/NOTES.md``."""


@pytest.mark.parametrize("form", FORMATS)
def test_all_91_rows_are_in_the_reference(form: str) -> None:
    typed = [replace(row, **READINGS.get((row.table, row.parameter), {})) for row in typed_rows()]
    assert len(typed) == 91
    assert differences(typed, rows(form)) == []


@pytest.mark.parametrize("path", ["operations/create_master_slave_pool.html", "schemas/client.html"])
def test_every_rule_is_in_the_html_with_its_source(path: str) -> None:
    page = " ".join((DOCS / path).read_text("utf-8").split())
    found = {
        (identity, message, source, checked)
        for message, checked, source, identity in re.findall(
            r"<li id=\"[^\"]*\"><p>([^<]*)</p> <p class=\"about\"><span class=\"checked (\w+)\">[^<]*</span>"
            r" <cite>([^<]*)</cite> <code>([^<]*)</code>", page,
        )
    }  # fmt: skip
    expected = {
        (rule.id, rule.message.replace("'", "&#39;"), rule.source, rule.enforced_by)
        for rule in read_api(SPEC).rules
    }
    assert found == expected
    assert len(found) > 20


@pytest.mark.parametrize("path", ["operations/client.md", "schemas/client.md"])
def test_every_rule_is_in_the_markdown_with_its_source(path: str) -> None:
    page = (DOCS / "markdown" / path).read_text("utf-8").replace("\\", "")
    for rule in read_api(SPEC).rules:
        checked = "checked before sending" if rule.enforced_by == "client" else "checked by the server"
        assert f"- `{rule.id}`: {rule.message} ({rule.source}; {checked})\n" in page
