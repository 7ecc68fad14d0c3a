"""Requests signed with an access key, beside those that the vendor's own signer signs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl, quote

import elb_client
import httpx2
import pytest
from elb_client import AccessKey, ElbClient
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer.signer import Signer
from hypothesis import example, given, settings
from hypothesis import strategies as st
from oasmith import read_api
from oasmith.mock import MockServer
from oasmith.runtime.signing import AccessKey as Key
from oasmith.runtime.signing import SdkHmacSha256
from support.page import PATH, PROJECT_ID, request_example
from support.paths import ROOT
from support.server import Answer, serving
from support.signature import is_signed
from support.wire import KINDS, client_of, sent

AK, SK = "an-access-key", "a-secret-key"
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
NAME = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=6)
SEGMENT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8).filter(
    lambda text: text not in (".", "..")
)


@given(
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH"]),
    segments=st.lists(SEGMENT, max_size=4),
    slash=st.booleans(),
    query=st.lists(st.tuples(NAME, TEXT), max_size=5),
    body=st.one_of(st.just(b""), TEXT.map(str.encode)),
    content_type=st.sampled_from(
        [
            "",
            "application/json",
            "application/json;charset=utf-8",
            "application/bson",
            "text/plain",
            "image/png",
        ]
    ),
    token=st.sampled_from([None, "temporary-token"]),
    project=st.sampled_from([None, "0123"]),
    extra=st.dictionaries(
        st.sampled_from(["X-Trace", "X-Under_Score", "X-Word"]),
        st.sampled_from(["v", " two words ", "a;b=c"]),
    ),
)
@example(
    "POST",
    ["a b", "é%2F~*"],
    False,
    [("b", ""), ("a", "2"), ("a", "10"), ("ü&", "=+ ")],
    b"{}",
    "application/json",
    "t",
    "p",
    {},
)
@example("PUT", [], False, [], b"image", "image/png", None, None, {})
@settings(max_examples=300)
def test_the_signature_is_the_vendor_s_to_the_byte(
    method: str, segments: list[str], slash: bool, query: list[tuple[str, str]], body: bytes,
    content_type: str, token: str | None, project: str | None, extra: dict[str, str],
) -> None:  # fmt: skip
    """For the same request, clock and keys; the date is the one that ours was signed with."""
    path = (
        "/" + "/".join(quote(segment, safe="") for segment in segments) + ("/" if slash and segments else "")
    )
    encoded = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in query)
    headers = {**extra, **({"Content-Type": content_type} if content_type else {})}
    sent = {name: value.strip() for name, value in headers.items()}
    ours = httpx2.Request(
        method, f"https://elb.example{path}?{encoded}".rstrip("?"), headers=sent, content=body
    )
    SdkHmacSha256().sign(Key(AK, SK, token, project), ours)

    theirs = SdkRequest(
        method=method,
        schema="https",
        host="elb.example",
        resource_path=path,
        query_params=list(query),
        header_params={
            **headers,
            **({"X-Security-Token": token} if token else {}),
            **({"X-Project-Id": project} if project else {}),
            "X-Sdk-Date": ours.headers["X-Sdk-Date"],
        },
        body=body,
    )
    theirs = Signer(BasicCredentials(AK, SK, project)).sign(theirs)
    assert ours.headers["Authorization"] == theirs.header_params["Authorization"]
    assert ours.url.raw_path.decode() == theirs.uri
    for name, value in theirs.header_params.items():
        assert ours.headers[name] == value


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An environment that holds no credentials; its home is given."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("AK", "SK", "SECURITY_TOKEN", "PROJECT_ID", "DOMAIN_ID", "CREDENTIALS_FILE"):
        monkeypatch.delenv(f"HUAWEICLOUD_SDK_{name}", raising=False)
        monkeypatch.delenv(f"CLOUD_SDK_{name}", raising=False)
    return tmp_path


def made(client: ElbClient) -> Any:
    return client.create_master_slave_pool(request_example())


CREATED = Answer.of_json({"request_id": "r"}, 201)
pytestmark = pytest.mark.filterwarnings("ignore::elb_client.AdviceWarning")


@pytest.mark.parametrize("prefix", ["CLOUD_SDK", "HUAWEICLOUD_SDK"])
def test_keys_are_found_in_the_environment(
    nobody: Path, monkeypatch: pytest.MonkeyPatch, prefix: str
) -> None:
    monkeypatch.setenv(f"{prefix}_AK", AK)
    monkeypatch.setenv(f"{prefix}_SK", SK)
    with serving(CREATED) as server, ElbClient(base_url=server.url, project_id="p") as client:
        made(client)
    (received,) = server.received
    assert is_signed(received.method, received.target, received.headers, received.body, SK)


@pytest.mark.parametrize("section", ["basic", "basiccredentials"])
@pytest.mark.parametrize("named", [False, True])
def test_keys_are_found_in_a_profile(
    nobody: Path, monkeypatch: pytest.MonkeyPatch, section: str, named: bool
) -> None:
    path = nobody / "elsewhere" if named else nobody / ".huaweicloud" / "credentials"
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        f"[{section}]\nak = {AK}\nsk = a%secret\nproject_id = {PROJECT_ID}\nsecurity_token = st\n"
    )
    if named:
        monkeypatch.setenv("HUAWEICLOUD_SDK_CREDENTIALS_FILE", str(path))
    with serving(CREATED) as server, ElbClient(base_url=server.url) as client:
        made(client)
    (received,) = server.received
    assert is_signed(received.method, received.target, received.headers, received.body, "a%secret")
    assert received.target == PATH
    assert received.headers["x-security-token"] == "st"
    assert received.headers["x-project-id"] == PROJECT_ID


def test_the_environment_wins_over_the_profile_and_an_argument_over_both(
    nobody: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (nobody / ".huaweicloud").mkdir()
    (nobody / ".huaweicloud" / "credentials").write_text("[basic]\nak = other\nsk = other\n")
    monkeypatch.setenv("HUAWEICLOUD_SDK_AK", AK)
    monkeypatch.setenv("HUAWEICLOUD_SDK_SK", SK)
    with serving(CREATED) as server:
        with ElbClient(base_url=server.url, project_id="p") as client:
            made(client)
        with ElbClient(base_url=server.url, project_id="p", token="t") as client:
            made(client)
        with ElbClient(base_url=server.url, project_id="p", access_key=AccessKey("mine", "my-own")) as client:
            made(client)
    first, second, third = server.received
    assert f"Access={AK}," in first.headers["authorization"]
    assert "authorization" not in second.headers
    assert is_signed(third.method, third.target, third.headers, third.body, "my-own")


@pytest.mark.parametrize("text", [b"[other]\nak = 1", b"[basic]\n"])
def test_a_profile_that_holds_nothing_is_none(nobody: Path, text: bytes) -> None:
    (nobody / ".huaweicloud").mkdir()
    (nobody / ".huaweicloud" / "credentials").write_bytes(text)
    with (
        ElbClient(base_url="http://127.0.0.1:1", project_id="p") as client,
        pytest.raises(elb_client.CredentialsError, match="needs credentials"),
    ):
        made(client)


@pytest.mark.parametrize("text", [b"\xff\xfe", b"an-access-key without a section"])
def test_a_profile_that_cannot_be_read_is_told_without_what_it_holds(nobody: Path, text: bytes) -> None:
    (nobody / ".huaweicloud").mkdir()
    (nobody / ".huaweicloud" / "credentials").write_bytes(text)
    with pytest.raises(elb_client.CredentialsError, match="credentials cannot be read") as raised:
        ElbClient(base_url="http://127.0.0.1:1", project_id="p")
    assert AK not in str(raised.value)


def test_a_profile_that_is_named_has_to_be_there(nobody: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUAWEICLOUD_SDK_CREDENTIALS_FILE", str(nobody / "none"))
    with pytest.raises(elb_client.CredentialsError, match="HUAWEICLOUD_SDK_CREDENTIALS_FILE"):
        ElbClient(base_url="http://127.0.0.1:1", project_id="p")


def test_half_a_key_is_told(nobody: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLOUD_SDK_AK", AK)
    with pytest.raises(elb_client.CredentialsError, match="CLOUD_SDK_AK without CLOUD_SDK_SK") as raised:
        ElbClient(base_url="http://127.0.0.1:1", project_id="p")
    assert AK not in str(raised.value)
    with pytest.raises(elb_client.CredentialsError, match="sk is missing"):
        AccessKey(AK, "")


def test_keys_of_different_origins_are_never_mixed(nobody: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (nobody / ".huaweicloud").mkdir()
    (nobody / ".huaweicloud" / "credentials").write_text("[basic]\nak = other\nsk = other\n")
    monkeypatch.setenv("HUAWEICLOUD_SDK_AK", "half")
    monkeypatch.setenv("CLOUD_SDK_AK", AK)
    monkeypatch.setenv("CLOUD_SDK_SK", SK)
    with serving(CREATED) as server, ElbClient(base_url=server.url, project_id="p") as client:
        made(client)
    assert f"Access={AK}," in server.received[0].headers["authorization"]


def test_a_region_may_be_elsewhere(nobody: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of several addresses the next one is asked where a connection cannot be made."""
    with serving(CREATED) as server:
        monkeypatch.setenv("HUAWEICLOUD_SDK_REGION_ELB_CN_NORTH_4", f"http://127.0.0.1:1,{server.url}/")
        with ElbClient(token="t", project_id=PROJECT_ID, region="cn-north-4", max_retries=0) as client:
            made(client)
            made(client)
    assert [received.target for received in server.received] == [PATH, PATH]


def test_the_mock_server_verifies_signatures(nobody: Path) -> None:
    api = read_api(ROOT / "spec" / "elb-v3.yaml")
    with MockServer(api, secrets={AK: SK}) as server:
        for key, told in (
            (AccessKey(AK, SK, "st"), None),
            (AccessKey(AK, "wrong"), "the signature is wrong"),
            (AccessKey("nobody", SK), "the access key is unknown"),
        ):
            with ElbClient(base_url=server.url, access_key=key, project_id=PROJECT_ID) as client:
                if told is None:
                    assert made(client).pool is not None
                    continue
                with pytest.raises(elb_client.AuthenticationError, match=told) as raised:
                    made(client)
                assert isinstance(raised.value.error, elb_client.models.ErrorResponse)
        with ElbClient(base_url=server.url, token="t", project_id=PROJECT_ID) as client:
            assert made(client).pool is not None


@pytest.mark.parametrize(("shift", "status"), [(0, 201), (-14, 201), (14, 201), (-16, 401), (16, 401)])
def test_a_signature_ends_after_fifteen_minutes(shift: int, status: int) -> None:
    when = datetime.now(UTC) + timedelta(minutes=shift)
    request = SdkRequest(
        method="POST", schema="http", host="elb.example", resource_path=PATH, query_params=[],
        header_params={"Content-Type": "application/json", "X-Sdk-Date": when.strftime("%Y%m%dT%H%M%SZ")},
        body=httpx2.Request("POST", "http://x", json=request_example()).read(),
    )  # fmt: skip
    signed = Signer(BasicCredentials(AK, SK, "p")).sign(request)
    with MockServer(read_api(ROOT / "spec" / "elb-v3.yaml"), secrets={AK: SK}) as server:
        answer = httpx2.post(server.url + PATH, headers=signed.header_params, content=signed.body)
        broken = {**signed.header_params, "X-Sdk-Date": "yesterday"}
        assert httpx2.post(server.url + PATH, headers=broken, content=signed.body).status_code == 401
        unsigned = {**signed.header_params, "Authorization": "SDK-HMAC-SHA256 nothing"}
        assert httpx2.post(server.url + PATH, headers=unsigned, content=signed.body).status_code == 401
    assert answer.status_code == status


def test_a_redirect_is_signed_anew() -> None:
    with (
        serving(
            lambda received: (
                CREATED
                if "there" in received.target
                else Answer(308, b"", {"Location": "/there?b=1&a=2", "Content-Length": "0"})
            )
        ) as server,
        ElbClient(
            base_url=server.url, access_key=AccessKey(AK, SK), project_id="p", follow_redirects=True
        ) as client,
    ):
        made(client)
    for received in server.received:
        assert is_signed(received.method, received.target, received.headers, received.body, SK)
    assert server.received[-1].target == "/there?a=2&b=1"


def test_a_key_shows_nothing_of_itself() -> None:
    key = AccessKey(AK, SK, "security-token", "p", "d")
    assert repr(key) == str(key) == "AccessKey(ak='***', sk='***', project_id='p', domain_id='d')"


def test_a_query_of_several_values_is_sent_as_it_is_signed(courier: ModuleType) -> None:
    ours = httpx2.Request("GET", "https://elb.example/a?b=2&a=%20&b=1")
    SdkHmacSha256().sign(Key(AK, SK), ours)
    assert parse_qsl(ours.url.query.decode(), keep_blank_values=True) == [("a", " "), ("b", "1"), ("b", "2")]


INTEGERS = """
/a:
  get:
    operationId: numbers
    security: [{aksk: []}]
    parameters:
      - {name: n, in: query, schema: {type: array, items: {type: integer}}}
      - {name: s, in: query, schema: {type: array, items: {type: string}}}
    responses: {"200": {description: x, content: {application/json: {schema: {}}}}}
"""
SIGNED = """
components:
  securitySchemes:
    aksk: {type: http, scheme: SDK-HMAC-SHA256, x-oasmith-name: access_key}
"""


@pytest.mark.parametrize("kind", KINDS)
def test_lists_are_sorted_as_the_vendor_sorts_them(tmp_path: Path, kind: str) -> None:
    numbers, texts = [10, 9, -1, 100], ["10", "9", "b"]
    package = client_of(tmp_path, INTEGERS, SIGNED)
    key = package.AccessKey(AK, SK)
    received = sent(package, kind, lambda client: client.numbers(n=numbers, s=texts), access_key=key)
    assert received.target == "/a?n=-1&n=9&n=10&n=100&s=10&s=9&s=b"
    theirs = SdkRequest(
        method="GET", schema="http", host=received.headers["host"], resource_path="/a",
        query_params=[("n", numbers), ("s", texts)], header_params={}, body="",
    )  # fmt: skip
    assert Signer._process_canonical_query_string(theirs) == received.target.partition("?")[2]
