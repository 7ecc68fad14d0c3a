"""The request builder in a browser: its verdicts are the client's, and the samples that it shows run."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from oasmith import read_api
from oasmith.api.contract import compiled_contract
from oasmith.mock import MockServer
from oasmith.pipeline import build_files
from oasmith.runtime.contract import compiled
from oasmith.runtime.times import FORMATS
from oasmith.settings import Target
from playwright.sync_api import Browser, Page, expect
from spec.test_rules import sound_bases, told, witnesses
from support.browser import Watched, browser
from support.examples import run_example
from support.page import request_example
from support.paths import GENERATED, SPEC

pytestmark = pytest.mark.browser

OPERATION = "operations/create_master_slave_pool.html"
FILES = {
    "Python sync": "sync.py", "Python async": "async.py", "curl": "curl.sh", "Go": "main.go",
    "HTTP": "request.http", "HTTPie": "httpie.sh", "Java": "Main.java", "JavaScript": "fetch.mjs",
}  # fmt: skip
HARD = 'it\'s "hard" `to` \\n write: \\ ${x} $(y) é # & <b>'


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as launched:
        yield launched


@pytest.fixture(scope="module")
def watched(chromium: Browser) -> Iterator[Watched]:
    watched = Watched(chromium, GENERATED / "docs")
    yield watched
    assert watched.faults == []
    watched.context.close()


@pytest.fixture
def page(watched: Watched) -> Page:
    """The page of the operation with its builder unfolded."""
    page = watched.open(OPERATION)
    page.get_by_text("Edit the body").click()
    return page


def edit(page: Page, body: Any) -> None:
    page.locator(".builder textarea").fill(body if isinstance(body, str) else json.dumps(body))


def samples(page: Page) -> dict[str, str]:
    """What the samples are now, by language."""
    texts: list[str] = page.locator(".sample details:not(.builder) pre").evaluate_all(
        "all => all.map(it => it.textContent)"
    )
    labels = page.get_by_role("tab").all_text_contents()
    return dict(zip(labels, texts, strict=True))


def hard_body() -> Any:
    body = copy.deepcopy(request_example())
    body["pool"] |= {"name": HARD, "any_port_enable": False, "description": ""}
    return body


def test_a_broken_rule_is_shown_and_disappears(page: Page) -> None:
    body = copy.deepcopy(request_example())
    expect(page.locator(".verdict")).to_have_text("This body is valid.")
    body["pool"]["type"] = "instance"
    edit(page, body)
    expect(page.locator(".violations")).to_contain_text(
        "A group of type instance lacks its VPC, so add vpc_id."
    )
    expect(page.locator(".violations")).to_contain_text("instance-needs-vpc; Table 4, type")
    expect(page.locator(".violations li")).to_have_count(1)
    body["pool"]["vpc_id"] = "3sae7086"
    edit(page, body)
    expect(page.locator(".verdict")).to_have_text("This body is valid.")
    expect(page.locator(".violations li")).to_have_count(0)
    edit(page, "{")
    expect(page.locator(".verdict")).to_contain_text("This is not JSON")


def test_the_verdicts_are_those_of_the_client(page: Page) -> None:
    broken = copy.deepcopy(request_example())
    broken["pool"] |= {"name": 1, "protocol": "SCTP", "ip_version": "", "members": [{}]}
    bodies = [*witnesses().values(), *sound_bases(), request_example(), broken, {}, {"pool": None}, [], None]
    found = page.evaluate(
        """bodies => {
          const schema = JSON.parse(document.getElementById("contract").textContent);
          const validator = new JsonSchema.Validator(schema, "2020-12", false);
          return bodies.map(body => violations(schema, validator, body));
        }""",
        bodies,
    )
    for body, listed in zip(bodies, found, strict=True):
        rules = {violation["rule"] for violation in listed} - {""}
        has_others = any(not violation["rule"] for violation in listed)
        assert (rules, has_others) == told(body), body


def test_all_samples_follow_the_body(page: Page) -> None:
    before = samples(page)
    assert before.keys() == FILES.keys()
    edit(page, hard_body())
    after = samples(page)
    assert all(after[label] != before[label] for label in FILES)
    assert all("any_port_enable" in text for text in after.values())
    expect(page.locator(".left")).to_have_text("")
    edit(page, request_example())
    assert samples(page) == before


@pytest.mark.parametrize(
    "label",
    ["Python sync", "Python async", "curl", "HTTPie",
     pytest.param("JavaScript", marks=pytest.mark.javascript), pytest.param("Go", marks=pytest.mark.go),
     pytest.param("Java", marks=pytest.mark.java)],
)  # fmt: skip
def test_the_edited_samples_run(page: Page, label: str, tmp_path: Path) -> None:
    edit(page, hard_body())
    file = tmp_path / FILES[label]
    file.write_text(samples(page)[label] + "\n", "utf-8")
    with MockServer(read_api(SPEC)) as server:
        variables = {"ELB_TOKEN": "t", "ELB_BASE_URL": server.url, "PYTHONPATH": str(GENERATED)}
        ran = run_example(file, variables)
        assert ran.returncode == 0, ran.stderr
        (exchange,) = server.exchanges
        assert exchange.violations == ()
        assert exchange.values["body"] == hard_body()


TIMES: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Times", "version": "1"},
    "servers": [{"url": "https://times.example"}],
    "paths": {f"/{name}": {"post": {
        "operationId": name,
        "requestBody": {"required": True, "content": {"application/json": {
            "schema": {"type": "object", "properties": {"it": schema, "union": {"oneOf": [
                {"type": "string", "maxLength": 3}, {"type": "integer"}]}}},
            "example": {"it": example},
        }}},
        "responses": {"204": {"description": "Done"}},
    }} for name, schema, example in [
        ("local", {"type": "string", "format": "date-time"}, "2026-01-02T03:04:05"),
        ("wait", {"type": "string", "format": "duration"}, "P1W2D"),
        ("count", {"type": "integer", "maximum": 2**63 - 1, "not": {"const": 2**53 + 3}}, 2**53 + 1),
        ("twelfths", {"type": "integer", "multipleOf": 12}, 12),
        ("pattern", {"type": "string", "pattern": "(?i)^x{2,3}\\z"}, "XX"),
    ]},
}  # fmt: skip


@pytest.fixture(scope="module")
def times(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("times")
    (folder / "times.json").write_text(json.dumps(TIMES), "utf-8")
    target = Target(folder / "times.json", folder, products=("client", "docs"))
    for file in build_files(target, lambda stage, done: None).files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, "utf-8")
    return folder / "docs"


def test_times_without_an_offset_and_unions(chromium: Browser, times: Path) -> None:
    watched = Watched(chromium, times)
    page = watched.open("operations/local.html")
    page.get_by_text("Edit the body").click()
    expect(page.locator(".verdict")).to_have_text("This body is valid.")
    edit(page, {"it": "yesterday", "union": "long"})
    expect(page.locator(".violations li")).to_have_count(2)
    expect(page.locator(".violations")).to_contain_text("/union")
    assert watched.faults == []


TEXTS = {
    "local": [
        "2026-01-02T03:04:05", "2026-01-02T03:04:05Z", "2026-01-02T03:04:05.5+01:00", "2026-01-02T03:04",
        "2026-01-02t03:04:05", "2026-01-02", "2026-02-30T03:04:05", "2026-01-02 03:04:05", "03:04:05", "",
    ],
    "wait": [
        "P1D", "PT5M", "P1W", "P1W2D", "-P1D", "+PT1H", "P1.5D", "PT0,5S", "P1Y2M3W4DT5H6M7.8S", "PT1M2H",
        "P1S", "P", "PT", "P1DT", "1D", "P-1D", "P1D ", "P1D\n", "p1d", "P\u0661D", "",
    ],
}  # fmt: skip


@pytest.mark.parametrize("operation", TEXTS)
def test_times_and_durations_are_judged_as_by_the_client(
    chromium: Browser, times: Path, operation: str
) -> None:
    page = Watched(chromium, times).open(f"operations/{operation}.html")
    page.get_by_text("Edit the body").click()
    found, expected = {}, {}
    for text in TEXTS[operation]:
        edit(page, {"it": text})
        found[text] = page.locator(".verdict").text_content()
        is_valid = FORMATS[{"local": "date-time", "wait": "duration"}[operation]](text)
        expected[text] = "This body is valid." if is_valid else "The client refuses this body:"
    assert found == expected


FORMAT_TEXTS: dict[str, list[str]] = {
    "date-time": [
        "2026-01-02T03:04:05",
        "2026-01-02T03:04:05Z",
        "2026-01-02 03:04:05Z",
        "2026-01-02t03:04:05z",
        "2026-01-02T03:04:60Z",
        "2026-12-31T23:59:60Z",
        "2026-01-02T24:00:00Z",
        "2026-01-02T03:04:05+24:00",
        "2026-01-02T03:04:05+0100",
        "2026-01-02T03:04:05.Z",
        "2026-02-29T00:00:00Z",
        "2024-02-29T00:00:00.123456789123Z",
        "2026-01-02T03:04:05 Z",
        "2026-1-2T03:04:05Z",
        "0000-01-01T00:00:00Z",
    ],
    "date": [
        "2026-01-02",
        "2026-02-29",
        "2024-02-29",
        "2026-13-01",
        "2026-1-2",
        "20260102",
        "2026-01-02T",
        "0000-01-01",
        " 2026-01-02",
        "2026-04-31",
    ],
    "time": [
        "03:04:05Z",
        "03:04:05",
        "03:04:05+01:00",
        "03:04:60Z",
        "23:59:60Z",
        "24:00:00Z",
        "03:04Z",
        "03:04:05.5Z",
        "03:04:05+24:00",
        "03:04:05-00:00",
        "03:04:05z",
    ],
    "duration": [
        "P1D",
        "PT5M",
        "P1W",
        "P1W2D",
        "-P1D",
        "P",
        "PT",
        "P1Y2M3DT4H5M6S",
        "P1Y2D",
        "PT1H2S",
        "PT1.5S",
        "P1,5D",
        "p1d",
    ],
    "email": [
        "a@b.co",
        "a@b",
        "a",
        "a@",
        "@b",
        "a b@c.d",
        '"a b"@c.de',
        "a@[127.0.0.1]",
        "ü@b.de",
        "a@b_c.de",
        "a..b@c.de",
        ".a@c.de",
        "a@-b.de",
        "a@b.c",
        "A@B.CO",
        "a+b@c.de",
    ],
    "idn-email": ["ü@bücher.de", "a@b.co", "a", "실례@실례.테스트"],
    "hostname": [
        "a.b",
        "a",
        "-a",
        "a-",
        "a_b",
        "a" * 64,
        "a.",
        "xn--4gbwdl.xn--wgbh1c",
        "A.B",
        "1.2",
        "",
        "a..b",
        "ü.de",
        "a.b-c.de",
    ],
    "idn-hostname": ["ü.de", "a.b", "-a", "실례.테스트", ""],
    "ipv4": ["1.2.3.4", "1.2.3", "256.1.1.1", "01.2.3.4", "1.2.3.4 "],
    "ipv6": [
        "::1",
        "::",
        "1::2::3",
        "fe80::1%eth0",
        "::ffff:1.2.3.4",
        "12345::",
        "1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7",
        "::1.2.3.256",
    ],
    "uri": [
        "https://a.b/c?d#e",
        "a",
        "/a",
        "mailto:a@b",
        "urn:a:b",
        "http://a b",
        "http://a/ü",
        "http:",
        "//a/b",
        "http://a/%",
        "http://[::1]/",
        "http://a:99999/",
        "http://a/{b}",
        "foo:bar",
        "http://a\\b",
        "",
    ],
    "uri-reference": ["/a", "a", "#a", "http://a b", "", "\\a", "//a/b", "a%", "a{b}", "?q=ü"],
    "iri": ["http://ü/", "a", "http://a b", "http://a/ü"],
    "iri-reference": ["ü", "a b", "/ü", "#f"],
    "uri-template": ["http://a/{b}", "a{", "{}", "{a,b}", "{+a}", "a}", "{a b}"],
    "uuid": [
        "2eb8aa08-aa98-11ea-b4aa-73b441d16380",
        "2EB8AA08-AA98-11EA-B4AA-73B441D16380",
        "2eb8aa08aa9811eab4aa73b441d16380",
        "{2eb8aa08-aa98-11ea-b4aa-73b441d16380}",
        "urn:uuid:2eb8aa08-aa98-11ea-b4aa-73b441d16380",
        "2eb8aa08-aa98-11ea-b4aa-73b441d1638",
    ],
    "json-pointer": ["", "/a", "a", "/a~", "/a~0", "/~2", "/ü", "#/a"],
    "relative-json-pointer": ["0", "1/a", "-1", "01/a", "0#", "a"],
    "regex": ["a", "(", "[a-z]+", "\\", "(?i)a", "a{2,1}", "\\p{L}", "(?<n>a)", "\\a"],
    "url": ["http://a.b", "a"],
}
"""Valid and invalid texts of each format."""


def test_all_formats_are_those_of_the_client(chromium: Browser, times: Path) -> None:
    page = Watched(chromium, times).open("operations/pattern.html")
    found = page.evaluate(
        """texts => Object.entries(texts).flatMap(([format, all]) => all.map(text =>
             [format, text, new JsonSchema.Validator({ format }, "2020-12").validate(text).valid]))""",
        FORMAT_TEXTS,
    )
    for format_, text, is_valid in found:
        check = FORMATS.get(format_) or compiled({"format": format_}).is_valid
        assert is_valid == check(text), (format_, text)


NUMBERS = [
    "1", "9007199254740991", "9007199254740992", "9007199254740993", "9007199254740994", "9007199254740995",
    "-9007199254740993", "9223372036854775806", "9223372036854775807", "9223372036854775808", "1e18", "1e19",
    "123456789012345678901234567890", "-123456789012345678901234567890", "9007199254740995.0", "1.5",
]  # fmt: skip


def test_large_integers_keep_their_digits_in_all_samples(chromium: Browser, times: Path) -> None:
    watched = Watched(chromium, times)
    page = watched.open("operations/count.html")
    page.get_by_text("Edit the body").click()
    assert page.locator(".builder textarea").input_value() == '{\n  "it": 9007199254740993\n}'
    before = samples(page)
    edit(page, '{"it": 9223372036854775807, "other": [0.10000000000000000001, 1.0, -0, "9007199254740993"]}')
    after = samples(page)
    expect(page.locator(".left")).to_have_text("")
    for label, text in after.items():
        for number in ("9223372036854775807", "0.10000000000000000001", "1.0", "-0", "9007199254740993"):
            assert number in text, (label, number)
    edit(page, '{"it": 9007199254740993}')
    assert samples(page) == before
    assert all("9007199254740993" in text for text in before.values())
    assert watched.faults == []


def test_large_integers_are_judged_as_by_the_client(chromium: Browser, times: Path) -> None:
    contract, _ = compiled_contract(read_api(times.parent / "times.json"))
    page = Watched(chromium, times).open("operations/count.html")
    page.get_by_text("Edit the body").click()
    found, expected = {}, {}
    for number in NUMBERS:
        edit(page, f'{{"it": {number}}}')
        found[number] = page.locator(".verdict").text_content()
        broken = contract.violations("count", {"body": {"it": json.loads(number)}})
        expected[number] = "The client refuses this body:" if broken else "This body is valid."
    assert found == expected
    edit(page, '{"it": 9223372036854775808}')
    expect(page.locator(".violations")).to_contain_text(
        "9223372036854775808 is greater than 9223372036854775807"
    )


def test_a_multiple_that_the_page_would_round_is_left_to_the_client(chromium: Browser, times: Path) -> None:
    watched = Watched(chromium, times)
    page = watched.open("operations/twelfths.html")
    page.get_by_text("Edit the body").click()
    edit(page, '{"it": 13}')
    expect(page.locator(".verdict")).to_have_text("The client refuses this body:")
    edit(page, '{"it": 9007199254740993}')
    expect(page.locator(".verdict")).to_contain_text("This page cannot validate the body, the client can")
    assert "9007199254740993" in samples(page)["curl"]
    assert watched.faults == []


@pytest.mark.parametrize(
    "label", ["Python sync", "curl", pytest.param("JavaScript", marks=pytest.mark.javascript)]
)
def test_samples_with_large_integers_run(chromium: Browser, times: Path, label: str, tmp_path: Path) -> None:
    page = Watched(chromium, times).open("operations/count.html")
    page.get_by_text("Edit the body").click()
    edit(page, '{"it": 9223372036854775807}')
    file = tmp_path / FILES[label]
    file.write_text(samples(page)[label] + "\n", "utf-8")
    with MockServer(read_api(times.parent / "times.json")) as server:
        ran = run_example(file, {"TIMES_BASE_URL": server.url, "PYTHONPATH": str(times.parent)})
        assert ran.returncode == 0, ran.stderr
        (exchange,) = server.exchanges
        assert exchange.values["body"] == {"it": 2**63 - 1}


def test_a_pattern_of_another_engine_is_left_to_the_client(chromium: Browser, times: Path) -> None:
    watched = Watched(chromium, times)
    page = watched.open("operations/pattern.html")
    page.get_by_text("Edit the body").click()
    expect(page.locator(".verdict")).to_contain_text("This page cannot validate the body, the client can")
    edit(page, {"it": "XXX"})
    assert '"XXX"' in samples(page)["curl"]
    assert watched.faults == []
