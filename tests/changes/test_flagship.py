"""The flagship's description against a later state: release notes forwards, and each break backwards."""

from __future__ import annotations

import importlib
from pathlib import Path

import oasmith
import pytest
from oasmith import Target
from oasmith.changes.model import Report
from oasmith.changes.report import markdown

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "spec" / "elb-v3.yaml"
OVERLAY = Path(__file__).with_name("elb-later.overlay.yaml")
PAGE, LATER = Target(SPEC, Path("out")), Target(SPEC, Path("out"), overlays=(OVERLAY,))
ADDED = {
    "CreateMasterSlavePoolOption": {
        "connection_drain", "quic_cid_hash_strategy", "public_border_group", "enterprise_project_id",
    },
    "MasterSlavePool": {"connection_drain", "quic_cid_hash_strategy", "public_border_group"},
}  # fmt: skip

PROGRAM = """\
from elastic_load_balance_client import ElasticLoadBalanceClient, models


def create(client: ElasticLoadBalanceClient) -> models.ConnectionDrain | None:
    body = {"pool": {"name": "web", "public_border_group": "center"}}
    response = client.create_master_slave_pool(
        {"pool": {"name": "web", "connection_drain": {"enable": True, "timeout": 30}}}, project_id="p"
    )
    pool = response.pool
    if pool is None or pool.name is None:
        return None
    print(pool.public_border_group, body)
    return pool.connection_drain
"""


@pytest.fixture(scope="module")
def forwards() -> Report:
    return oasmith.diff(PAGE, LATER)


def test_the_later_state_has_the_fields_of_the_vendors_sdk() -> None:
    schemas = oasmith.describe(LATER)["components"]["schemas"]
    for name in (*ADDED, "ConnectionDrain", "QuicCidHashStrategy"):
        sdk = getattr(importlib.import_module("huaweicloudsdkelb.v3"), name)
        assert set(schemas[name]["properties"]) == set(sdk.openapi_types)


def test_the_later_state_breaks_nobody(forwards: Report) -> None:
    assert {change.verdict for change in forwards.changes} == {"compatible"}
    assert (forwards.description, forwards.surface) == ("minor", "minor")
    added = {change.message for change in forwards.changes if change.id == "surface-field-added"}
    expected = {f"`{name}` has a new field `{it}`" for name, fields in ADDED.items() for it in fields}
    assert expected <= added


def test_the_report_can_be_pasted_into_release_notes(forwards: Report) -> None:
    text = markdown(forwards, "v3.1.219")
    assert text.startswith("## v3.1.219\n\n")
    assert "The description needs a new minor version, the client a new minor version" in text
    assert (
        "- `CreateMasterSlavePoolOption.connection_drain` was added (request, `request-property-added`)"
        in text
    )
    assert "- The class `ConnectionDrain` was added (surface, `surface-class-added`)" in text


def test_backwards_each_break_has_its_lines(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM, "utf-8")
    report = oasmith.diff(LATER, PAGE, uses=[tmp_path])
    assert report.surface == "major"
    removed = {it.message: [use.line for use in it.uses] for it in report.changes if it.verdict == "breaking"}
    for name, fields in ADDED.items():
        assert {f"`{name}` no longer has the field `{it}`" for it in fields} <= removed.keys()
    assert removed["`MasterSlavePool` no longer has the field `public_border_group`"] == [12]
    assert removed["`MasterSlavePool` no longer has the field `connection_drain`"] == [13]
    assert removed["`CreateMasterSlavePoolOption` no longer has the field `connection_drain`"] == [7]
    assert removed["The class `ConnectionDrain` was removed"] == [4]
