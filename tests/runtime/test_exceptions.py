"""Whatever a server sends and a caller gives, only documented exceptions come out: sync and async."""

from __future__ import annotations

import copy
import gzip
import pickle
import socket
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from runtime.conftest import Caller
from support.packages import generated_package
from support.server import Answer, serving

JSON = b"Content-Type: application/json\r\n"


class RawServer:
    """Sends the same bytes to everyone who connects, once something was received, and hangs up."""

    def __init__(self) -> None:
        self.reply = b""
        self.received = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def _run(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                try:
                    connection.settimeout(10)
                    self.received += 1 if connection.recv(65_536) else 0
                    connection.sendall(self.reply)
                    connection.shutdown(socket.SHUT_WR)
                    while connection.recv(65_536):
                        pass
                except OSError:
                    pass

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)


@contextmanager
def raw_server(reply: bytes = b"") -> Iterator[RawServer]:
    server = RawServer()
    server.reply = reply
    try:
        yield server
    finally:
        server.close()


def response(status: int, headers: bytes, body: bytes = b"") -> bytes:
    return b"HTTP/1.1 %d X\r\n%sContent-Length: %d\r\n\r\n%s" % (status, headers, len(body), body)


def outcome(use: Callable[[], Any]) -> Any:
    """What a call returns, or what it raises."""
    try:
        return use()
    except Exception as error:
        return error


GET = lambda client: client.get_parcel(id="1")  # noqa: E731 - a name for what many tests do

CHARSETS = [
    "hex",
    "base64",
    "rot13",
    "zlib",
    "bz2",
    "uu",
    "idna",
    "punycode",
    "undefined",
    "utf-7",
    "unicode_escape",
    "raw_unicode_escape",
    "mbcs",
    "nonexistent",
    "",
    "utf-8-sig",
    "utf-16",
    "cp037",
    "x" * 5000,
    '"utf-8',
    "\xff",
    "utf-8;charset=hex",
    "../../etc/passwd",
    "string-escape",
    "utf_8_sig",
    "quopri",
]


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("body", [b"abc", b"\xff\xfe\x00", b"", b"\\ud800 +2AA-", b"xn--a" * 50])
def test_any_charset_is_read(courier: ModuleType, charset: str, body: bytes) -> None:
    header = b"Content-Type: text/plain; charset=%s\r\n" % charset.encode("latin-1")
    with (
        raw_server(response(400, header, body)) as server,
        courier.CourierClient(base_url=server.url) as client,
    ):
        with pytest.raises(courier.BadRequestError) as raised:
            client.get_parcel(id="1")
        str(raised.value).encode()


def test_an_extended_charset_parameter_is_read(caller: Caller) -> None:
    for header in (
        b"text/plain; charset*=hex''%41",
        b"text/plain; charset*0=u; charset*1=tf-8",
        b"text/plain; charset*=''",
    ):
        with raw_server(response(400, b"Content-Type: %s\r\n" % header, b"abc")) as server:
            assert isinstance(outcome(partial(caller, server.url, GET)), caller.package.BadRequestError)


RETRY_AFTER = [
    "Mon, 99999999999999999999 Jan 2020 10:00:00 GMT",
    "9" * 400,
    "-1",
    "NaN",
    "inf",
    "1e999",
    "1.5",
    "²",
    "٣",
    "Mon, 01 Jan 0000 10:00:00 GMT",
    "Fri, 31 Dec 9999 23:59:59 -9999",
    "Mon, 1 Jan 2020 99:99:99 GMT",
    "Mon, 1 Jan 2020 10:00:00 +99999999999999",
    ", , ,",
    "Jan",
    "0" * 5000,
    "1" * 5000,
    "Thu, 0 0 0",
    "()" * 99,
]


@pytest.mark.parametrize("value", RETRY_AFTER)
@pytest.mark.parametrize("total_timeout", [5.0, float("inf")])
def test_any_retry_after_is_read(
    caller: Caller, pauses: list[float], value: str, total_timeout: float
) -> None:
    header = b"Connection: close\r\nRetry-After: %s\r\n" % value.encode()
    with raw_server(response(503, header)) as server:
        found = outcome(lambda: caller(server.url, GET, total_timeout=total_timeout, max_retries=1))
    assert isinstance(found, caller.package.InternalServerError)


LOCATIONS = [
    "http://[::1",
    "http://[::1]:x/",
    "http://127.0.0.1:99999/",
    "http://127.0.0.1:-1/",
    "http://h:1:2/",
    "http://[v1.x]/",
    "//",
    "//[",
    "http://",
    "http:///",
    "http://\x7f/",
    "mailto:a@b",
    "javascript:1",
    "http://" + "a" * 300 + "/",
    "http://a..b/",
    "http://xn--/",
    "http://%00/",
    "http://\xff/",
    "http://user:p@ss@127.0.0.1:bad/",
    "?" + "x" * 60_000,
    "http://127.0.0.1:0/",
    "\\\\h\\x",
    "http://ex ample/",
    "http://1.2.3.4.5/",
    "http://999.0.0.1/",
    "http://[::ffff:999.1.1.1]/",
    "ftp://127.0.0.1/",
    "http://\u212a.invalid/",
    "http://a%2fb@127.0.0.1:1/",
    "http://127.0.0.1:" + "9" * 5000 + "/",
]


@pytest.mark.parametrize("target", LOCATIONS)
def test_any_location_ends_in_a_documented_exception(caller: Caller, target: str) -> None:
    header = b"Location: %s\r\n" % target.encode()
    with raw_server(response(302, header)) as server:
        found = outcome(lambda: caller(server.url, GET, follow_redirects=True, max_retries=0))
    assert isinstance(found, caller.package.APIError), repr(found)


@pytest.mark.parametrize("target", LOCATIONS)
def test_any_link_ends_in_a_documented_exception(caller: Caller, target: str) -> None:
    header = JSON + b"Link: <%s>; rel=next\r\n" % target.encode()
    with raw_server(response(200, header, b"[]")) as server:
        found = outcome(
            lambda: caller.all(
                server.url, lambda client: client.iter_depots(), max_retries=0, total_timeout=5
            )
        )
    assert isinstance(found, (list, caller.package.APIError)), repr(found)


DEEP = 10_000
BODIES: dict[str, tuple[bytes, bool]] = {
    "a lone surrogate": (b'{"name": "\\ud83d"}', False),
    "not UTF-8": (b'{"name": "\xff"}', False),
    "a byte-order mark": (b'\xef\xbb\xbf{"name": "n"}', True),
    "only a byte-order mark": (b"\xef\xbb\xbf", False),
    "UTF-16": ('{"name": "n"}'.encode("utf-16"), False),
    "a long integer": (b'{"name": "n", "weight": ' + b"9" * 5000 + b"}", False),
    "an integer of 400 digits": (b'{"name": "n", "weight": ' + b"9" * 400 + b"}", True),
    "a large exponent": (b'{"name": "n", "weight": 1e999999}', True),
    "NaN": (b'{"name": "n", "weight": NaN}', True),
    "Infinity": (b'{"name": "n", "weight": -Infinity}', True),
    "duplicate keys": (b'{"name": "n", "name": "m"}', True),
    "deep": (b'{"name": ' + b"[" * DEEP + b"]" * DEEP + b"}", False),
    "deep and cut": (b"[" * DEEP, False),
    "deep objects": (b'{"x":' * DEEP + b"1" + b"}" * DEEP, False),
    "150 levels": (b'{"name": "n", "x": ' + b"[" * 150 + b"]" * 150 + b"}", True),
    "a NUL": (b'{"name": "\x00"}', False),
    "an escaped NUL": (b'{"name": "\\u0000"}', True),
    "empty": (b"", False),
    "text": (b"hello", False),
    "null": (b"null", True),
    "two values": (b"{} {}", False),
}


@pytest.mark.parametrize("name", BODIES)
def test_any_json_is_a_result_or_a_documented_exception(caller: Caller, name: str) -> None:
    body, is_read = BODIES[name]
    with serving(Answer(200, body)) as server:
        found = outcome(lambda: caller(server.url, GET))
    expected = caller.package.models.Parcel if is_read else caller.package.APIResponseValidationError
    assert isinstance(found, expected), repr(found)
    with serving(Answer(404, body)) as server:
        found = outcome(lambda: caller(server.url, GET))
    assert isinstance(found, caller.package.NotFoundError), repr(found)
    str(found).encode()


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "utf-16", "Shift_JIS", "utf-8"])
def test_json_is_read_in_the_charset_of_its_header(caller: Caller, charset: str) -> None:
    text = "日本" if charset == "Shift_JIS" else "é"
    headers = {"Content-Type": f"application/json; charset={charset}"}
    with serving(Answer(200, f'{{"name": "{text}"}}'.encode(charset), headers)) as server:
        assert caller(server.url, GET, strict_responses=True).name == text
    with serving(Answer(404, f'{{"detail": "{text}"}}'.encode(charset), headers)) as server:
        found = outcome(lambda: caller(server.url, GET))
    assert (found.error_msg, found.body) == (text, {"detail": text})


@pytest.mark.parametrize("charset", ["us-ascii", "utf-8", "bogus", "idna", "shift_jis"])
def test_json_that_is_not_in_the_charset_of_its_header_is_not_read(caller: Caller, charset: str) -> None:
    headers = {"Content-Type": f"application/json; charset={charset}"}
    with serving(Answer(200, b'{"name": "\xff"}', headers)) as server:
        found = outcome(lambda: caller(server.url, GET))
    assert isinstance(found, caller.package.APIResponseValidationError), repr(found)


def test_too_deep_a_response_says_so(caller: Caller) -> None:
    with serving(Answer(200, BODIES["deep"][0])) as server:
        found = outcome(lambda: caller(server.url, GET))
    assert "it is nested more than 200 levels deep" in str(found)


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(b'{"name": "n"}', mtime=0)[:-9]),
        ("gzip", b'{"name": "n"}'),
        ("deflate", b"\x00\x01"),
        ("gzip", b""),
        ("gzip, gzip", gzip.compress(b"{}", mtime=0)),
        ("br", b"\xff" * 9),
        ("unknown", b'{"name": "n"}'),
        ("identity", b'{"name": "n"}'),
    ],
)
def test_a_wrong_content_encoding_is_a_documented_exception(
    caller: Caller, encoding: str, body: bytes
) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": encoding}
    with serving(Answer(200, body, headers)) as server:
        found = outcome(lambda: caller(server.url, GET, max_retries=0))
    assert isinstance(found, (caller.package.models.Parcel, caller.package.APIError)), repr(found)


TOKENS: dict[str, bytes] = {
    "1e999": b'{"access_token": "t", "expires_in": 1e999}',
    "-1": b'{"access_token": "t", "expires_in": -1}',
    "NaN": b'{"access_token": "t", "expires_in": NaN}',
    "-Infinity": b'{"access_token": "t", "expires_in": -Infinity}',
    "400 digits": b'{"access_token": "t", "expires_in": ' + b"9" * 400 + b"}",
    "400 digits as text": b'{"access_token": "t", "expires_in": "' + b"9" * 400 + b'"}',
    "5000 digits": b'{"access_token": "t", "expires_in": ' + b"9" * 5000 + b"}",
    "nan as text": b'{"access_token": "t", "expires_in": "nan"}',
    "a list": b'{"access_token": "t", "expires_in": [1]}',
    "no token": b'{"expires_in": 1}',
    "a token that is a list": b'{"access_token": ["t"]}',
    "an empty token": b'{"access_token": ""}',
    "a token with a line end": b'{"access_token": "t\\r\\nX: y"}',
    "a token with a surrogate": b'{"access_token": "\\ud83d"}',
    "an array": b"[]",
    "a string": b'"access_token"',
    "null": b"null",
    "deep": b"[" * DEEP + b"]" * DEEP,
    "deep inside": b'{"access_token": "t", "x": ' + b"[" * DEEP + b"]" * DEEP + b"}",
    "a byte-order mark": b'\xef\xbb\xbf{"access_token": "t"}',
    "not UTF-8": b'{"access_token": "\xff"}',
    "an error that is an object": b'{"error": {"access_token": "S3CRET"}}',
    "empty": b"",
}
USABLE = {
    "1e999",
    "-1",
    "NaN",
    "-Infinity",
    "400 digits",
    "400 digits as text",
    "nan as text",
    "a list",
    "a byte-order mark",
}


@pytest.fixture(scope="module")
def locker(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return generated_package(Path(__file__).with_name("locker.yaml"), tmp_path_factory.mktemp("locker"))


@pytest.mark.parametrize("name", TOKENS)
def test_any_response_to_a_request_for_a_token_ends_well(locker: ModuleType, name: str) -> None:
    def answer(received: Any) -> Answer:
        return Answer(200, TOKENS[name]) if received.target == "/token" else Answer(200, b"[]")

    credentials = locker.ClientCredentials("id", "secret")
    with serving(answer) as server, locker.LockerClient(base_url=server.url, oauth=credentials) as client:
        for _ in range(2):
            found = outcome(client.list_boxes)
            if name in USABLE:
                assert found == []
            else:
                assert isinstance(found, (locker.CredentialsError, locker.RequestValidationError)), repr(
                    found
                )
                assert "S3CRET" not in str(found)


SURROGATE = "a\ud800b"


def test_a_lone_surrogate_is_refused_before_anything_is_sent(caller: Caller, tmp_path: Path) -> None:
    file = caller.package.File
    uses: dict[str, Callable[[Any], Any]] = {
        "path": lambda client: client.get_parcel(id=SURROGATE),
        "query": lambda client: client.list_parcels(cursor=SURROGATE),
        "query string": lambda client: client.search(filter={"text": SURROGATE}),
        "query string key": lambda client: client.search(filter={SURROGATE: "x"}),
        "header": lambda client: client.payments.pay(
            {"amount": 1, "pin": "1"}, idempotency_key=SURROGATE * 4
        ),
        "body": lambda client: client.send_parcel({"name": SURROGATE}),
        "body key": lambda client: client.send_parcel({"name": "n", SURROGATE: 1}),
        "deep body": lambda client: client.send_parcel({"name": "n", "x": [{"y": SURROGATE}]}),
        "model": lambda client: client.send_parcel(caller.package.models.Parcel(name="n", x=[SURROGATE])),
        "form": lambda client: client.labels.print(
            {"title": SURROGATE}, content_type="application/x-www-form-urlencoded"
        ),
        "form key": lambda client: client.labels.print(
            {SURROGATE: "x"}, content_type="application/x-www-form-urlencoded"
        ),
        "text": lambda client: client.labels.print(SURROGATE, content_type="text/plain"),
        "part": lambda client: client.labels.print({"sheets": [b"x"], "title": SURROGATE}),
        "part name": lambda client: client.labels.print({"sheets": [b"x"], SURROGATE: "x"}),
        "file name": lambda client: client.labels.print({"sheets": [file(b"x", name=SURROGATE)]}),
        "file type": lambda client: client.labels.print({"sheets": [file(b"x", content_type=SURROGATE)]}),
        "type of a whole file": lambda client: client.labels.put(file(b"x", content_type=SURROGATE), id="1"),
        "option: header": lambda client: client.with_options(headers={"X-A": SURROGATE}).get_parcel(id="1"),
        "option: header name": lambda client: client.with_options(headers={SURROGATE: "x"}).get_parcel(
            id="1"
        ),
        "option: query": lambda client: client.with_options(query={"a": SURROGATE}).get_parcel(id="1"),
        "option: query name": lambda client: client.with_options(query={SURROGATE: "x"}).get_parcel(id="1"),
        "option: body": lambda client: client.with_options(body={"a": SURROGATE}).send_parcel({"name": "n"}),
        "option: token": lambda client: client.with_options(token=SURROGATE).get_parcel(id="1"),
        "pages": lambda client: _first(client.iter_parcels(cursor=SURROGATE)),
    }
    with raw_server(response(204, b"")) as server:
        for name, use in uses.items():
            found = outcome(partial(caller, server.url, use))
            assert isinstance(found, caller.package.RequestValidationError), (name, repr(found))
            str(found).encode()
            "".join(traceback.format_exception(found)).encode()
        found = outcome(lambda: caller(server.url, GET, token=SURROGATE))
        assert isinstance(found, caller.package.RequestValidationError), repr(found)
        assert server.received == 0


def _first(pages: Any) -> Any:
    if hasattr(pages, "__iter__"):
        return next(iter(pages))
    return aiter(pages).__anext__()


@pytest.mark.parametrize("credentials", [{"query_key": SURROGATE}, {"basic": ("u", SURROGATE)}])
def test_a_lone_surrogate_in_credentials_is_refused(locker: ModuleType, credentials: Any) -> None:
    with (
        raw_server(response(204, b"")) as server,
        locker.LockerClient(base_url=server.url, **credentials) as client,
    ):
        assert isinstance(outcome(client.list_boxes), locker.RequestValidationError)
        assert server.received == 0


def test_a_lone_surrogate_in_a_client_secret_is_refused(locker: ModuleType) -> None:
    credentials = locker.ClientCredentials("id", SURROGATE)
    with (
        raw_server(response(204, b"")) as server,
        locker.LockerClient(base_url=server.url, oauth=credentials) as client,
    ):
        assert isinstance(outcome(client.list_boxes), locker.CredentialsError)
        assert server.received == 0


@pytest.mark.parametrize("character", ["\0", "\r", "\n", "\r\nX-Evil: 1", "\x1b", "\x7f"])
def test_a_control_character_cannot_end_a_header(caller: Caller, character: str) -> None:
    text = f"a{character}b"
    file = caller.package.File
    uses: tuple[Callable[[Any], Any], ...] = (
        lambda client: client.payments.pay({"amount": 1, "pin": "1"}, idempotency_key=text * 4),
        lambda client: client.with_options(headers={"X-A": text}).get_parcel(id="1"),
        lambda client: client.with_options(headers={text: "x"}).get_parcel(id="1"),
        lambda client: client.with_options(token=text).get_parcel(id="1"),
        lambda client: client.labels.put(file(b"x", content_type=text), id="1"),
        lambda client: client.labels.print({"sheets": [file(b"x", content_type=text)]}),
    )
    with raw_server(response(204, b"")) as server:
        for number, use in enumerate(uses):
            found = outcome(partial(caller, server.url, use))
            assert isinstance(found, caller.package.RequestValidationError), (number, repr(found))
        assert server.received == 0


def _cyclic() -> Any:
    value: dict[str, Any] = {"name": "n"}
    value["x"] = [value, value]
    return value


def _nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = {"name": "n", "x": value}
    return value


UNSENDABLE: dict[str, Callable[[], Any]] = {
    "cyclic": _cyclic,
    "201 levels": lambda: _nested(202),
    "100,000 levels": lambda: _nested(100_000),
    "NaN": lambda: {"name": "n", "x": float("nan")},
    "infinity": lambda: {"name": "n", "x": [float("inf")]},
    "an integer of 5,000 digits": lambda: {"name": "n", "x": 10**5_000},
    "an object": lambda: {"name": "n", "x": object()},
    "bytes that are not UTF-8": lambda: {"name": "n", "x": b"\xff"},
    "a key that is a number": lambda: {"name": "n", 1: 2},
}


@pytest.mark.parametrize("name", UNSENDABLE)
def test_what_json_cannot_hold_is_refused(caller: Caller, name: str) -> None:
    body = UNSENDABLE[name]()
    with raw_server(response(204, b"")) as server:
        found = outcome(lambda: caller(server.url, lambda client: client.send_parcel(body)))
        assert isinstance(found, caller.package.RequestValidationError), repr(found)
        assert len(caller.package.check("sendParcel", body)) == 1
        assert server.received == 0


def test_two_hundred_levels_are_sent(caller: Caller) -> None:
    with serving(Answer.of_json({"name": "n"}, 201)) as server:
        assert caller(server.url, lambda client: client.send_parcel(_nested(199))).name == "n"
        assert server.received[0].json() == _nested(199)


STACK = """
import sys
sys.path.insert(0, sys.argv[1])
import asyncio, json
from courier_client import APIError, AsyncCourierClient, CourierClient, RequestValidationError, check
url = sys.argv[2]
body = {"name": 1, "x": json.loads("[" * 150 + "]" * 150)}
with CourierClient(base_url=url, max_retries=0) as client:
    def sync(): client.get_parcel(id="1")
    def send(): client.send_parcel(body)
    def raw(): client.with_raw_response.get_parcel(id="1").parse()
    def checked(): check("sendParcel", body)
    def pages(): list(client.iter_depots())
    def lines(): list(client.list_scans())
    uses = [sync, send, raw, checked, pages, lines]
    for use in uses:
        try:
            use()
        except (APIError, RequestValidationError):
            pass
    seen = set()
    def at(depth, use):
        if depth:
            return at(depth - 1, use)
        try:
            use()
        except (APIError, RequestValidationError) as error:
            seen.add(type(error).__name__)
    for use in uses:
        for depth in range(0, sys.getrecursionlimit() - 60, 7):
            at(depth, use)
    print(sorted(seen))
"""


@pytest.mark.parametrize(
    "body", [b'{"name": 1, "x": ' + b"[" * 190 + b"]" * 190 + b"}", b"[" * 199 + b"]" * 199]
)
def test_a_deep_stack_ends_in_a_documented_exception(courier: ModuleType, body: bytes) -> None:
    folder = str(Path(str(courier.__file__)).parent.parent)
    with serving(Answer(200, body)) as server:
        done = subprocess.run(
            [sys.executable, "-c", STACK, folder, server.url], capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "APIError" in done.stdout


def constant(answer: Answer) -> Callable[[Any], Answer]:
    return lambda _: answer


def _errors(package: ModuleType) -> Iterator[Any]:
    """An exception of every class, with everything in it that it may have."""
    with (
        serving(Answer.of_json({"code": 5, "reason": "r"}, 400)) as server,
        package.CourierClient(base_url=server.url, max_retries=0) as client,
    ):
        for status in (400, 401, 403, 404, 409, 418, 422, 429, 500):
            server.answer = constant(Answer.of_json({"code": 5, "reason": "r"}, status))
            yield outcome(lambda: client.get_parcel(id="1"))
        server.answer = lambda _: Answer(304, b"", {})
        yield outcome(lambda: client.get_parcel(id="1"))
        yield outcome(lambda: client.send_parcel({"name": 1}))
        server.answer = lambda _: Answer(200, b'{"name": 1}')
        yield outcome(lambda: client.get_parcel(id="1", strict_responses=True))
        server.answer = lambda _: Answer(200, b"oops")
        yield outcome(lambda: client.get_parcel(id="1"))
        server.answer = lambda _: Answer(close_without_answer=True)
        yield outcome(lambda: client.get_parcel(id="1"))
        server.answer = lambda _: Answer(delay=5)
        yield outcome(lambda: client.get_parcel(id="1", timeout=0.05))
    yield package.CredentialsError("no credentials")
    yield package.APIError("something")


def test_every_exception_can_be_pickled_and_copied(courier: ModuleType) -> None:
    found = list(_errors(courier))
    kinds = {type(error) for error in found}
    public = {getattr(courier, name) for name in courier.__all__ if name.endswith("Error")}
    assert public - {courier.APIStatusError} <= kinds
    for error in found:
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            _same(error, pickle.loads(pickle.dumps(error, protocol)))
        for again in (copy.copy(error), copy.deepcopy(error), pickle.loads(pickle.dumps(copy.copy(error)))):
            _same(error, again)


def _same(error: Any, again: Any) -> None:
    assert type(again) is type(error)
    assert (str(again), again.args) == (str(error), error.args)
    assert vars(again).keys() == vars(error).keys()
    for name, value in vars(error).items():
        assert getattr(again, name) == value, name
    assert type(again.__cause__) is type(error.__cause__)
    assert str(again.__cause__) == str(error.__cause__)


def test_a_cause_that_cannot_be_pickled_is_described(courier: ModuleType) -> None:
    class Local(Exception):
        """Cannot be pickled, as it is in a function."""

    error = courier.APIConnectionError("m", method="GET", url="http://h/")
    error.__cause__ = Local("why")
    assert str(pickle.loads(pickle.dumps(error)).__cause__) == "Local: why"
    assert copy.copy(error).__cause__ is error.__cause__


def test_an_exception_goes_through_a_process(courier: ModuleType) -> None:
    error = courier.APIStatusError(
        method="GET",
        url="http://h/",
        status_code=418,
        headers={"A": "b"},
        body={"a": [1]},
        error=courier.models.Fault(code=1),
        request_id="r",
        error_code="c",
        error_msg="m",
    )
    code = (
        "import pickle, sys; sys.path.insert(0, sys.argv[1]); "
        "error = pickle.load(sys.stdin.buffer); print(error, error.error.code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(Path(str(courier.__file__)).parent.parent)],
        input=pickle.dumps(error),
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().strip() == f"{error} 1"


NAMES = st.sampled_from(
    [
        b"Content-Type",
        b"Content-Length",
        b"Content-Encoding",
        b"Transfer-Encoding",
        b"Retry-After",
        b"Location",
        b"Link",
        b"Set-Cookie",
        b"Connection",
        b"Date",
        b"X-Request-Id",
        b"WWW-Authenticate",
        b"Content-Disposition",
    ]
)
VALUES = st.one_of(
    st.binary(max_size=60).map(lambda raw: raw.replace(b"\r", b"").replace(b"\n", b"")),
    st.sampled_from(
        [
            b"application/json",
            b"text/plain; charset=hex",
            b"text/plain; charset=idna",
            b"gzip",
            b"deflate",
            b"chunked",
            b"0",
            b"-1",
            b"5",
            b"1" * 400,
            b"/",
            b"http://[::1",
            b"//",
            b"http://127.0.0.1:99999/",
            b"<http://[>; rel=next",
            b'</x>; rel="next',
            b"a=b; Expires=Mon, 99 Jan 99999 10:00:00 GMT",
            b"close",
            b"application/jsonl",
            b"text/event-stream",
            b'multipart/form-data; boundary="',
            b"text/plain; charset*=utf-16''%ff",
        ]
    ),
)
PAYLOADS = st.one_of(
    st.binary(max_size=200),
    st.sampled_from([body for body, _ in BODIES.values() if len(body) < 6_000]),
    st.sampled_from(
        [
            gzip.compress(b"{}", mtime=0)[:-4],
            b"5\r\nhello\r\n0\r\n\r\n",
            b"data: {\n\n",
            b'{"x": 1}\n{"x": "y"}\n\xff\n',
        ]
    ),
)
REPLIES = st.one_of(
    st.binary(max_size=120),
    st.builds(
        lambda status, headers, body, has_length: (
            b"HTTP/1.1 %d X\r\n" % status
            + b"".join(b"%s: %s\r\n" % header for header in headers)
            + (b"Content-Length: %d\r\n" % len(body) if has_length else b"")
            + b"\r\n"
            + body
        ),
        st.sampled_from(
            [200, 201, 204, 206, 301, 302, 304, 307, 400, 401, 404, 418, 429, 500, 503, 100, 101, 999, 0]
        ),
        st.lists(st.tuples(NAMES, VALUES), max_size=4),
        PAYLOADS,
        st.booleans(),
    ),
)
CALLS: dict[str, Callable[[Any], Any]] = {
    "get": GET,
    "send": lambda client: client.send_parcel({"name": "n"}),
    "drop": lambda client: client.drop_parcel(id="1"),
    "label": lambda client: client.labels.get(id="1"),
    "template": lambda client: client.labels.find_template(id="1"),
    "pages": lambda client: client.iter_depots(),
    "stops": lambda client: client.iter_stops(),
    "events": lambda client: client.watch_positions(),
    "lines": lambda client: client.list_scans(),
}


@pytest.fixture(scope="module")
def garbage() -> Iterator[RawServer]:
    with raw_server() as server:
        yield server


@pytest.fixture(scope="module", params=["sync", "asyncio"])
def careless(courier: ModuleType, request: pytest.FixtureRequest) -> Caller:
    return Caller(courier, str(request.param))


@settings(max_examples=150)
@given(reply=REPLIES, name=st.sampled_from(sorted(CALLS)))
def test_garbage_ends_in_a_documented_exception(
    garbage: RawServer, careless: Caller, reply: bytes, name: str
) -> None:
    garbage.reply = reply
    run = careless.all if name in ("pages", "stops", "events", "lines") else careless
    found = outcome(
        lambda: run(
            garbage.url,
            CALLS[name],
            follow_redirects=True,
            max_retries=0,
            total_timeout=3,
            timeout=3,
        )
    )
    if isinstance(found, Exception):
        assert isinstance(found, careless.package.APIError), "".join(traceback.format_exception(found))
        str(found).encode()
        pickle.loads(pickle.dumps(found))
