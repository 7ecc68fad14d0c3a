"""Where a region is, as a file of the user's says it: read as the vendor's own SDK reads it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from elb_client import ElbClient
from huaweicloudsdkcore.region.cache import ProfileRegionCache
from support.page import PATH, PROJECT_ID, request_example
from support.server import Answer, serving

pytestmark = pytest.mark.filterwarnings("ignore::elb_client.AdviceWarning")
CREATED = Answer.of_json({"request_id": "r"}, 201)


@pytest.fixture
def regions(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The file in the home of a user who has none yet."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("HUAWEICLOUD_SDK_REGIONS_FILE", "HUAWEICLOUD_SDK_REGION_ELB_CN_NORTH_4"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / ".huaweicloud").mkdir()
    return tmp_path / ".huaweicloud" / "regions.yaml"


def client(region: str = "cn-north-4", **options: Any) -> ElbClient:
    return ElbClient(token="t", project_id=PROJECT_ID, max_retries=0, region=region, **options)  # type: ignore[arg-type]  # unknown ones, too


def address(region: str = "cn-north-4") -> str:
    with client(region) as made:
        return repr(made)


def test_a_region_is_where_the_file_says(regions: Path) -> None:
    """Also one that the description does not know; of several addresses the next one is asked."""
    with serving(CREATED) as server:
        regions.write_text(
            f"elb:\n  - id: cn-north-4\n    endpoint: {server.url}\n"
            f"  - id: my-own-1\n    endpoints:\n      - http://127.0.0.1:1\n      - {server.url}/\n"
        )
        for region in ("cn-north-4", "my-own-1"):
            with client(region) as made:
                made.create_master_slave_pool(request_example())
    assert [received.target for received in server.received] == [PATH, PATH]


FILES = {
    "one": "ELB:\n- id: cn-north-4\n  endpoint: https://one.example\n",
    "several": "elb:\n- id: cn-north-4\n  endpoints: [https://one.example, https://two.example]\n",
    "both": "Elb:\n- {id: cn-north-4, endpoint: https://last.example, endpoints: [https://first.example]}\n",
    "others": "ECS:\n- {id: cn-north-4, endpoint: https://ecs.example}\nELB:\n- {id: x, endpoint: https://x.example}\n",
    "the last of two": "ELB:\n- {id: cn-north-4, endpoint: https://a.example}\n- {id: cn-north-4, endpoint: https://b.example}\n",
    "no address": "ELB:\n- {id: cn-north-4}\n- {endpoint: https://nobody.example}\n",
}


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
@pytest.mark.parametrize("named", [False, True])
def test_the_file_says_what_it_says_to_the_vendor_s_sdk(
    regions: Path, monkeypatch: pytest.MonkeyPatch, text: str, named: bool
) -> None:
    if named:
        regions = regions.with_name("elsewhere.yaml")
        monkeypatch.setenv("HUAWEICLOUD_SDK_REGIONS_FILE", str(regions))
    regions.write_text(text)
    theirs = ProfileRegionCache._resolve_profile().get("ELBcn-north-4")
    expected = theirs.endpoints if theirs else ["https://elb.cn-north-4.myhuaweicloud.com"]
    with client() as made:
        assert [made._base_url, *made._fallbacks] == expected


def test_a_variable_comes_before_the_file_and_an_argument_before_both(
    regions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    regions.write_text(FILES["one"])
    assert "one.example" in address()
    monkeypatch.setenv("HUAWEICLOUD_SDK_REGION_ELB_CN_NORTH_4", "two.example")
    assert "https://two.example" in address()
    regions.write_text("- broken")
    with client(base_url="https://three.example") as made:
        assert "https://three.example" in repr(made)


@pytest.mark.parametrize("text", ["", "# nothing", "ELB:\n", "ELB: []\n"])
def test_a_file_that_says_nothing_is_none(regions: Path, text: str) -> None:
    regions.write_text(text)
    assert "https://elb.cn-north-4.myhuaweicloud.com" in address()


@pytest.mark.parametrize("text", ["ELB: [", "- ELB", "ELB: cn-north-4", "ELB: [cn-north-4]", "\x00", "\xff",
    "ELB: [{id: cn-north-4, endpoints: {a: 1}}]"])  # fmt: skip
def test_a_file_that_cannot_be_read_is_told_with_what_it_should_be(regions: Path, text: str) -> None:
    regions.write_text(text, "latin-1")
    with pytest.raises(ValueError, match=r"regions\.yaml .* ELB: \[\{id: cn-north-4, endpoint: "):
        address()


def test_a_file_that_is_named_has_to_be_there(regions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUAWEICLOUD_SDK_REGIONS_FILE", str(regions))
    with pytest.raises(ValueError, match="HUAWEICLOUD_SDK_REGIONS_FILE"):
        address()


def test_without_pyyaml_a_file_is_told_with_what_to_do(
    regions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "yaml", None)
    assert "https://elb.cn-north-4.myhuaweicloud.com" in address()
    regions.write_text(FILES["one"])
    with pytest.raises(ImportError, match=r"regions\.yaml needs PyYAML: pip install PyYAML"):
        address()


def imported(regions: Path) -> Callable[[], bool]:
    """Whether a new process that makes a client has PyYAML imported."""
    code = "import sys, elb_client; elb_client.ElbClient(token='t'); print('yaml' in sys.modules)"

    def run() -> bool:
        environment = {"HOME": str(regions.parents[1]), "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout == "True\n"

    return run


def test_pyyaml_is_imported_only_where_there_is_a_file(regions: Path) -> None:
    is_imported = imported(regions)
    assert not is_imported()
    regions.write_text(FILES["one"])
    assert is_imported()
