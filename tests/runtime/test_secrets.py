"""No value of a secret field is in anything that a client says: over real sockets, in every place."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import json
import logging
import pickle
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from pydantic import ValidationError
from support.packages import generated_package
from support.server import Answer, serving

SECRET = "S3CRET"
LONG = f"{SECRET}-too-long"
TYPE = {"Content-Type": "application/json"}

PLACES: dict[str, Any] = {
    "own": {"pin": LONG},
    "number": {"pin": [SECRET]},
    "slash and tilde": {"a/b~c": LONG},
    "quote and backslash": {'q"uo\\te': LONG},
    "not ASCII": {"grün": LONG},
    "list": {"codes": ["abc", LONG]},
    "list of objects": {"codes": [{"x": SECRET}]},
    "tuple": {"pair": ["a", LONG]},
    "map": {"words": {"any/name": LONG}},
    "pattern": {"marks": {"m1": LONG}},
    "union": {"either": LONG},
    "map by reference": {"ring": {"any": LONG}},
    "nested": {"inner": {"name": "n", "inner": {"name": "n", "pin": LONG}}},
    "nested in a list": {"inners": [{"name": "n", "codes": [LONG]}]},
    "enclosed by what fails": {"sealed": {"pin": SECRET, "other": "x"}},
    "enclosed by a list that fails": {"inners": [{"name": "n", "pin": SECRET[:4]}, {"name": SECRET}, 1]},
    "enclosed by a union that fails": {"choice": {"pin": SECRET}},
    "another type": {"inner": [{"pin": SECRET}]},
    "a map of a wrong type": {"ring": SECRET},
}
# These two show a name on purpose, which is no secret; the pin beside it is one.
PLACES["enclosed by a list that fails"]["inners"][1]["name"] = "n"


@pytest.fixture(scope="module")
def locker(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return generated_package(Path(__file__).with_name("locker.yaml"), tmp_path_factory.mktemp("locker"))


@pytest.fixture(scope="module")
def keyring(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return generated_package(Path(__file__).with_name("keyring.yaml"), tmp_path_factory.mktemp("keyring"))


@pytest.fixture(params=["sync", "async"])
def call(locker: ModuleType, request: pytest.FixtureRequest) -> Callable[..., Any]:
    """Uses a client of one kind, and gives what it raises or returns."""

    def sync(url: str, use: Callable[[Any], Any], **options: Any) -> Any:
        with locker.LockerClient(base_url=url, **{"query_key": "key", **options}) as client:
            return use(client)

    async def awaited(url: str, use: Callable[[Any], Any], **options: Any) -> Any:
        async with locker.AsyncLockerClient(base_url=url, **{"query_key": "key", **options}) as client:
            return await use(client)

    def run(url: str, use: Callable[[Any], Any], **options: Any) -> Any:
        try:
            if request.param == "sync":
                return sync(url, use, **options)
            return asyncio.run(awaited(url, use, **options))
        except Exception as error:
            return error

    return run


def said(thing: Any) -> str:
    """All that can be seen of an exception or a result without asking for its data."""
    seen = [str(thing), repr(thing)]
    if isinstance(thing, BaseException):
        seen += traceback.format_exception(thing)
        for again in (pickle.loads(pickle.dumps(thing)), copy.copy(thing), copy.deepcopy(thing)):
            seen += [str(again), repr(again), *traceback.format_exception(again)]
        for name in ("violations", "deviations"):
            seen += [str(each) + repr(each) for each in getattr(thing, name, ())]
    return "\n".join(seen)


@contextlib.contextmanager
def nothing_secret(caplog: pytest.LogCaptureFixture) -> Any:
    """Whatever is logged or warned of meanwhile shows no secret."""
    caplog.set_level(logging.DEBUG)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    assert SECRET not in caplog.text
    assert SECRET not in "\n".join(str(warning.message) for warning in caught)


@pytest.mark.parametrize("place", PLACES)
def test_a_refused_request_shows_no_secret(
    locker: ModuleType, call: Callable[..., Any], place: str, caplog: pytest.LogCaptureFixture
) -> None:
    body = {"name": 1, **PLACES[place]}
    with nothing_secret(caplog):
        error = call("http://127.0.0.1:9", lambda client: client.put_box(body, code="a"))
        assert type(error) is locker.RequestValidationError
        assert SECRET not in said(error)
        assert SECRET not in repr(locker.check("putBox", body, code="a"))


@pytest.mark.parametrize("name", ["code", "word", "x_word", "crumb"])
def test_a_refused_parameter_shows_no_secret(
    locker: ModuleType, call: Callable[..., Any], name: str, caplog: pytest.LogCaptureFixture
) -> None:
    for value in (LONG, [SECRET], {"a": SECRET}, f"{SECRET}\n", f"{SECRET}\0", f"{SECRET}\ud800"):
        given = {"code": "a", name: value}
        with nothing_secret(caplog):
            error = call(
                "http://127.0.0.1:9", lambda client, given=given: client.put_box({"name": "n"}, **given)
            )
            assert type(error) is locker.RequestValidationError
            assert SECRET not in said(error)


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_refused_form_shows_no_secret(
    locker: ModuleType, call: Callable[..., Any], content_type: str, caplog: pytest.LogCaptureFixture
) -> None:
    for body in ({"user": "u", "pin": LONG}, {"pin": SECRET}, {"user": "u", "pin": f"{SECRET}\ud800"}):
        with nothing_secret(caplog):
            error = call(
                "http://127.0.0.1:9",
                lambda client, body=body: client.open_box(body, content_type=content_type),
            )
            assert type(error) is locker.RequestValidationError
            assert SECRET not in said(error)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize("strict", [True, False], ids=["strict", "tolerant"])
def test_a_response_shows_no_secret(
    call: Callable[..., Any], place: str, status: int, strict: bool, caplog: pytest.LogCaptureFixture
) -> None:
    answer = Answer.of_json({"name": 1, **PLACES[place]}, status)
    with nothing_secret(caplog), serving(answer) as server:
        result = call(
            server.url, lambda client: client.put_box({"name": "n"}, code="a"), strict_responses=strict
        )
        assert isinstance(result, Exception) is (strict or status == 400)
        assert SECRET not in said(result)
        assert SECRET not in said(getattr(result, "error", None))
        assert SECRET not in said(getattr(result, "parsed", None))
        assert SECRET not in repr(getattr(result, "deviations", ()))


BODIES = {
    "cut": b'{"name": "n", "pin": "S3CRET',
    "cut in a list": b'{"codes": ["a", "S3CRET-1", "S3CR',
    "cut in an object": b'{"ring": {"a": "S3CRET", "b": ',
    "garbled": b'{"pin": "S3CRET", oops}',
    "garbled, with an escape in the name": b'{"p\\u0069n": "S3CRET", oops}',
    "an escape in the name": b'{"p\\u0069n": "S3CRET", "name": 1}',
    "given twice": b'{"name": 1, "pin": "S3CRET", "pin": null}',
    "its object given twice": b'{"name": 1, "inner": {"pin": "S3CRET"}, "inner": {}}',
    "a list": b'[{"pin": "S3CRET"}]',
    "text in JSON": json.dumps("pin=S3CRET").encode(),
    "form": b"user=u&pin=S3CRET",
    "form with an escape": b"user=u&p%69n=S3CRET",
    "multipart": b'--b\r\nContent-Disposition: form-data; name="pin"\r\n\r\nS3CRET\r\n--b--\r\n',
    "XML": b"<box><Pin>S3CRET</Pin></box>",
    "UTF-16": '{"pin": "S3CRET"}'.encode("utf-16"),
    "BOM": b'\xef\xbb\xbf{"name": 1, "pin": "S3CRET"}',
    "not UTF-8": b'{"name": "\xff", "pin": "S3CRET"}',
    "far behind": b'{"name": "' + b"x" * 450 + b'", "pin": "S3CRET"',
}


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain", "application/x-www-form-urlencoded"]
)
@pytest.mark.parametrize("status", [200, 500])
def test_a_body_that_cannot_be_read_shows_no_secret(
    call: Callable[..., Any], body: str, content_type: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    answer = Answer(status, BODIES[body], {"Content-Type": content_type})
    with nothing_secret(caplog), serving(answer) as server:
        for use in (
            lambda client: client.put_box({"name": "n"}, code="a"),
            lambda client: client.list_boxes(),
        ):
            result = call(server.url, use, strict_responses=True, max_retries=0)
            assert isinstance(result, Exception)
            assert SECRET not in said(result).replace("S3CRET".encode("utf-16-le").decode("utf-8"), SECRET)


@pytest.mark.parametrize(
    "item", ['{"name": 1, "pin": "S3CRET"}', '{"pin": "S3CRET"', '{"name": 1, "codes": ["S3CRET"]}']
)
def test_an_item_of_a_stream_shows_no_secret(
    locker: ModuleType, item: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = Answer(200, item.encode() + b"\n", {"Content-Type": "application/jsonl"})
    with (
        nothing_secret(caplog),
        serving(answer) as server,
        locker.LockerClient(base_url=server.url, query_key="k") as client,
    ):
        with pytest.raises(locker.APIResponseValidationError) as raised:
            list(client.watch_boxes(strict_responses=True))
        assert SECRET not in said(raised.value)


@pytest.mark.parametrize("place", PLACES)
def test_a_model_shows_no_secret(locker: ModuleType, place: str) -> None:
    for fields in ({"name": "n", **PLACES[place]}, {"name": 1, **PLACES[place]}):
        try:
            shown = said(locker.models.Box(**fields)) + said(locker.models.Box.model_validate(fields))
        except ValueError as error:
            shown = "".join([str(error), repr(error), *traceback.format_exception(error)])
        assert SECRET not in shown


def test_a_model_of_many_errors_shows_no_secret(locker: ModuleType) -> None:
    fields: dict[str, Any] = {"pin": [SECRET]}
    for _ in range(30):
        fields = {"name": [SECRET], "pin": [SECRET], "choice": fields}
    with pytest.raises(ValidationError) as raised:
        locker.models.Box(**fields)
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize(
    "body", [b'{"any": "S3CRET-too-long"}', b'{"any": ["S3CRET"]}', b'["S3CRET"]', b'{"a": "S3CRET']
)
def test_a_body_that_is_a_map_of_secrets_shows_none(keyring: ModuleType, body: bytes) -> None:
    with serving(Answer(200, body, TYPE)) as server, keyring.KeyringClient(base_url=server.url) as client:
        with pytest.raises(keyring.RequestValidationError) as refused:
            client.put_keys({"any": LONG})
        assert SECRET not in said(refused.value)
        try:
            client.put_keys({"any": "abc"}, strict_responses=True)
        except keyring.APIResponseValidationError as error:
            assert SECRET not in said(error)


ADDRESSES: dict[str, dict[str, Any]] = {
    "key in the query": {"query_key": SECRET},
    "user and password": {"query_key": None, "basic": ("user", SECRET)},
    "client secret": {"query_key": None, "oauth": ("id", SECRET)},
}


@pytest.mark.parametrize("answer", ["refused", "error", "redirect", "garbage"])
@pytest.mark.parametrize("place", ["base_url", *ADDRESSES])
def test_an_address_shows_no_secret(
    locker: ModuleType, call: Callable[..., Any], answer: str, place: str, caplog: pytest.LogCaptureFixture
) -> None:
    replies = {
        "refused": Answer(close_without_answer=True),
        "error": Answer.of_json({"error": "invalid_client"}, 401),
        "redirect": Answer(302, b"", {"Location": f"http://user:{SECRET}@127.0.0.1:9/x?api_key={SECRET}"}),
        "garbage": Answer(302, b"", {"Location": f"http://user:{SECRET}/{SECRET}@127.0.0.1:bad/"}),
    }
    options = dict(ADDRESSES.get(place, {}))
    if options.get("oauth"):
        options["oauth"] = locker.ClientCredentials(*options["oauth"])
    with nothing_secret(caplog), serving(replies[answer]) as server:
        url = server.url.replace("://", f"://user:{SECRET}@") if place == "base_url" else server.url
        result = call(
            url, lambda client: client.list_boxes(), follow_redirects=True, max_retries=1, **options
        )
        assert isinstance(result, locker.APIError)
        assert SECRET not in said(result)
        client = locker.LockerClient(base_url=url, **options)
        assert SECRET not in repr(client)


def test_an_address_that_is_not_one_shows_no_secret(locker: ModuleType) -> None:
    for url in (
        f"http://user:{SECRET}@h:bad/",
        f"http://user:{SECRET}/x@h/",
        f"http://{SECRET}:99999/",
        "http://[::1",
    ):
        with pytest.raises(ValueError, match="base URL") as raised:
            locker.LockerClient(base_url=url, query_key="k")
        assert SECRET not in "".join(traceback.format_exception(raised.value)).replace(quote(url), "")


def test_the_address_of_a_proxy_shows_no_secret(
    locker: ModuleType, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = f"http://user:{SECRET}@127.0.0.1:9"
    monkeypatch.setenv("HTTP_PROXY", proxy)
    with nothing_secret(caplog):
        for http in (httpx2.Client(proxy=proxy), httpx2.Client()):
            with (
                http,
                locker.LockerClient(
                    base_url="http://locker.invalid", query_key="k", http_client=http
                ) as client,
            ):
                with pytest.raises(locker.APIConnectionError) as raised:
                    client.with_options(max_retries=0).list_boxes()
                assert SECRET not in said(raised.value)
