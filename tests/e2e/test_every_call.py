"""Every kind of request and of credentials, sent by the examples of each language to the mock server."""

from __future__ import annotations

from pathlib import Path

import pytest
from oasmith import read_api
from oasmith.mock import MockServer
from oasmith.pipeline import generate_target
from oasmith.settings import Target
from support.examples import RUNNABLE, run_example

DESCRIPTION = Path(__file__).with_name("kiosk.yaml")
FOLDERS = ["find_paper/example", "order/example", "subscribe/two", "write/long", "send/example"]
SECRETS = {
    "KIOSK_QUERY": "k&1 ü",
    "KIOSK_SESSION": "s1",
    "KIOSK_KEY": "k2",
    "KIOSK_USER_USER": "me",
    "KIOSK_USER_PASSWORD": "pass wörd €",
    "KIOSK_TOKEN": "t1",
}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kiosk")
    generate_target(Target(DESCRIPTION, folder, examples="all"), lambda stage, done: None)
    return folder


@pytest.mark.parametrize("name", RUNNABLE)
def test_every_example_is_answered_and_breaks_nothing(tree: Path, name: str) -> None:
    with MockServer(read_api(DESCRIPTION)) as server:
        variables = SECRETS | {"PYTHONPATH": str(tree), "KIOSK_BASE_URL": server.url}
        for folder in FOLDERS:
            done = run_example(tree / "examples" / folder / name, variables)
            assert done.returncode == 0, (folder, done.stderr)
            assert done.stdout.strip().strip('"') == "done"
            assert server.exchanges[-1].violations == ()
    assert len(server.exchanges) == len(FOLDERS)


@pytest.mark.parametrize(
    ("folder", "missing"),
    [
        ("find_paper/example", "KIOSK_QUERY"),
        ("find_paper/example", "KIOSK_SESSION"),
        ("order/example", "KIOSK_USER_PASSWORD"),
    ],
)
@pytest.mark.parametrize("name", RUNNABLE)
def test_credentials_that_are_not_set_are_asked_for_and_nothing_is_sent(
    tree: Path, name: str, folder: str, missing: str
) -> None:
    with MockServer(read_api(DESCRIPTION)) as server:
        variables = SECRETS | {"PYTHONPATH": str(tree), "KIOSK_BASE_URL": server.url}
        del variables[missing]
        done = run_example(tree / "examples" / folder / name, variables)
    assert done.returncode != 0
    assert missing in done.stderr
    assert not done.stdout
    assert not server.exchanges
