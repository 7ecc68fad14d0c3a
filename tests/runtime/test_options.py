"""What may be chosen for a call, what there is of an answer beside its result, and one's own transport."""

from __future__ import annotations

import io
import json
import logging
import traceback
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

import httpx2
import pytest
from runtime.conftest import Caller
from support.server import Answer, Received, serving

PARCEL = {"name": "p", "weight": 2}
SOUND = Answer.of_json(PARCEL, X_Request_Id="r-1")
TOKEN = "s3cret-token"


def get(client: Any) -> Any:
    return client.get_parcel(id="1")


QUERIES: list[tuple[Any, str]] = [
    (datetime(2024, 1, 1, 12), "2024-01-01T12%3A00%3A00"),
    ([date(2024, 1, 1), None], "2024-01-01&x="),
    ({"a": [UUID(int=1)]}, "00000000-0000-0000-0000-000000000001"),
    ({"a": {"b": date(2024, 1, 1)}}, "%7B%22b%22%3A%222024-01-01%22%7D"),
    (Decimal("1.10"), "1.10"),
    (timedelta(hours=1), "PT1H"),
]


@pytest.mark.parametrize(("value", "expected"), QUERIES)
def test_a_query_may_have_any_value_that_json_has(caller: Caller, value: Any, expected: str) -> None:
    with serving(SOUND) as server:
        caller(server.url, lambda client: get(client.with_options(query={"x": value})))
    name = "a" if isinstance(value, dict) else "x"
    assert server.received[0].target == f"/parcels/1?{name}={expected}"


def test_a_query_that_cannot_be_written_is_refused(caller: Caller) -> None:
    with serving(SOUND) as server, pytest.raises(caller.package.RequestValidationError, match="object"):
        caller(server.url, lambda client: get(client.with_options(query={"x": object()})))


def test_headers_query_and_body_fields_go_beside_what_is_described(caller: Caller) -> None:
    def use(client: Any) -> Any:
        options = client.with_options(
            headers={"X-Trace": "t", "Accept": "application/json;v=2"},
            query={"dry run": True, "tag": ["a", "b&c"]},
            body={"colour": "red", "weight": 9},
        )
        return options.send_parcel(PARCEL)

    with serving(Answer.of_json(PARCEL, 201)) as server:
        caller(server.url, use)
    (received,) = server.received
    assert received.target == "/parcels?dry%20run=true&tag=a&tag=b%26c"
    assert (received.headers["x-trace"], received.headers["accept"]) == ("t", "application/json;v=2")
    assert received.json() == {"name": "p", "weight": 9, "colour": "red"}


def test_body_fields_go_into_forms_as_well(caller: Caller) -> None:
    def use(client: Any) -> Any:
        labels = client.with_options(body={"extra": 1}).labels
        return labels.print({"title": "t"}, content_type="application/x-www-form-urlencoded")

    with serving(Answer(204, b"", {})) as server:
        caller(server.url, use)
    assert server.received[0].body == b"title=t&extra=1"


def test_options_add_up_and_leave_the_client_as_it_was(courier: ModuleType) -> None:
    with serving(SOUND) as server, courier.CourierClient(base_url=server.url, token="one") as client:
        first = client.with_options(headers={"X-A": "1"}, token="two")
        second = first.with_options(headers={"X-B": "2"}, timeout=5)
        for each in (client, first, second):
            get(each)
    sent = [
        (received.headers["authorization"], received.headers.get("x-a"), received.headers.get("x-b"))
        for received in server.received
    ]
    assert sent == [("Bearer one", None, None), ("Bearer two", "1", None), ("Bearer two", "1", "2")]
    assert server.connections == 1


def test_another_address_for_a_call(caller: Caller) -> None:
    with serving(SOUND) as server, serving(SOUND) as other:
        caller(server.url, lambda client: get(client.with_options(base_url=f"{other.url}/v2/")))
    assert (server.received, [received.target for received in other.received]) == ([], ["/v2/parcels/1"])


def test_options_hold_for_groups(caller: Caller) -> None:
    with serving(Answer(204, b"", {})) as server:
        caller(
            server.url,
            lambda client: client.with_options(headers={"X-A": "1"}).labels.put(b"image", id="1"),
        )
    assert server.received[0].headers["x-a"] == "1"


def test_credentials_that_the_client_does_not_take_are_refused(courier: ModuleType) -> None:
    with (
        courier.CourierClient(base_url="http://127.0.0.1:1") as client,
        pytest.raises(TypeError, match="takes no 'password'; its credentials are: token"),
    ):
        client.with_options(password="x")


def test_a_whole_answer(caller: Caller) -> None:
    with serving(SOUND) as server:
        answer = caller(server.url, lambda client: get(client.with_raw_response))
        assert (answer.status_code, answer.headers["x-request-id"]) == (200, "r-1")
        assert json.loads(answer.content) == PARCEL
        assert (answer.attempts, answer.request_id) == (1, "r-1")
        assert answer.elapsed > 0
        assert answer.parse() == caller.package.models.Parcel(**PARCEL)
    assert TOKEN not in repr(answer)


def test_a_whole_answer_of_a_group(caller: Caller) -> None:
    with serving(Answer(204, b"", {})) as server:
        answer = caller(server.url, lambda client: client.with_raw_response.labels.put(b"image", id="1"))
    assert answer.status_code == 204
    assert answer.parse() is None


def test_a_whole_answer_that_is_an_error_raises_when_it_is_parsed(caller: Caller) -> None:
    with serving(Answer.of_json({"code": 7, "reason": "why"}, 404)) as server:
        answer = caller(server.url, lambda client: get(client.with_raw_response))
    assert answer.status_code == 404
    with pytest.raises(caller.package.NotFoundError) as raised:
        answer.parse()
    assert raised.value.error == caller.package.models.Fault(code=7, reason="why")


def test_an_answer_goes_into_a_file_as_it_comes(caller: Caller, tmp_path: Path) -> None:
    image = bytes(range(256)) * 4096
    with (
        serving(Answer(200, image, {"Content-Type": "image/png"})) as server,
        (tmp_path / "label.png").open("wb") as file,
    ):
        answer = caller(server.url, lambda client: client.download_to(file).labels.get(id="1"))
    assert (tmp_path / "label.png").read_bytes() == image
    assert (answer.status_code, answer.content) == (200, b"")


def test_an_error_does_not_go_into_the_file(caller: Caller) -> None:
    file = io.BytesIO()
    with serving(Answer.of_json({}, 404)) as server:
        answer = caller(server.url, lambda client: client.download_to(file).labels.get(id="1"))
    assert file.getvalue() == b""
    with pytest.raises(caller.package.NotFoundError):
        answer.parse()


def test_a_download_that_breaks_off_is_not_begun_again_in_the_same_file(caller: Caller) -> None:
    file = io.BytesIO()
    broken = Answer(200, b"half", {"Content-Type": "image/png", "Content-Length": "8"})
    with serving(broken) as server:
        server.closes_after_answer = True
        with pytest.raises(caller.package.APIResponseValidationError, match="incomplete"):
            caller(server.url, lambda client: client.download_to(file).labels.get(id="1"))
    assert (file.getvalue(), len(server.received)) == (b"half", 1)


def test_hooks_see_every_attempt(caller: Caller, pauses: list[float]) -> None:
    seen: list[Any] = []

    def on_request(request: httpx2.Request) -> None:
        request.headers["X-Hook"] = "was here"
        seen.append(request.method)

    def on_response(response: httpx2.Response) -> None:
        seen.append(response.status_code)

    async def on_request_async(request: httpx2.Request) -> None:
        on_request(request)

    async def on_response_async(response: httpx2.Response) -> None:
        on_response(response)

    if caller.kind == "sync":
        http: Any = httpx2.Client(event_hooks={"request": [on_request], "response": [on_response]})
    else:
        http = httpx2.AsyncClient(
            event_hooks={"request": [on_request_async], "response": [on_response_async]}
        )

    def busy_once(received: Received) -> Answer:
        return SOUND if len(server.received) > 1 else Answer.of_json({}, 503)

    with serving(busy_once) as server:
        caller(server.url, get, http_client=http)
    assert seen == ["GET", 503, "GET", 200]
    assert server.received[0].headers["x-hook"] == "was here"


def test_a_hook_s_own_error_is_the_caller_s_and_nothing_is_sent_again(courier: ModuleType) -> None:
    def broken(response: httpx2.Response) -> None:
        raise TypeError("mine")

    http = httpx2.Client(event_hooks={"response": [broken]})
    with serving(SOUND) as server, courier.CourierClient(base_url=server.url, http_client=http) as client:
        with pytest.raises(TypeError, match="mine"):
            client.send_parcel(PARCEL)
        assert len(server.received) == 1


def test_a_transport_of_one_s_own_and_what_else_an_http_client_has(courier: ModuleType) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, json={"name": request.headers["x-default"]})

    http = httpx2.Client(
        transport=httpx2.MockTransport(answer), headers={"X-Default": "kept"}, timeout=httpx2.Timeout(3)
    )
    with courier.CourierClient(base_url="http://courier.example", http_client=http) as client:
        assert get(client).name == "kept"
    assert not http.is_closed


def test_the_log_tells_what_was_called_and_what_came_of_it(
    caller: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "courier_client")
    with serving(SOUND) as server:
        caller(server.url, lambda client: client.list_parcels(cursor="c"), token=TOKEN)
    (record,) = [record for record in caplog.records if record.name == "courier_client"]
    assert record.levelname == "INFO"
    told = record.getMessage()
    assert told.startswith(f"GET {server.url}/parcels returned 200 in ")
    assert told.endswith(" ms (attempt 1, request r-1)")


BROKEN: list[dict[str, Any]] = [
    {"amount": "x", "pin": "s3cret3-s3cret3"},
    {"amount": 1, "pin": "1", "card": "s3cret4"},
    {"amount": "1", "pin": 530000, "card": "s3cret6"},
    {"pin": "s3cret7"},
]


def test_no_secret_is_shown(caller: Caller, caplog: pytest.LogCaptureFixture) -> None:
    """Not by a log, a repr or an exception: neither credentials nor what the description calls secret."""
    caplog.set_level("DEBUG")
    package = caller.package
    shown: list[str] = []
    payment = package.models.Payment(amount=1, pin="s3cret1", card="5300000")
    shown += [repr(payment), str(payment)]

    def told(use: Any, answer: Answer, **options: Any) -> None:
        with serving(answer) as server:
            try:
                result = caller(server.url, use, token=TOKEN, **options)
                shown.append(repr(result))
            except Exception as error:
                shown.append(repr(error) + "".join(traceback.format_exception(error)))

    def pay(client: Any) -> Any:
        shown.append(repr(client))
        return client.payments.pay(payment)

    json_type = {"Content-Type": "application/json"}
    told(pay, Answer.of_json({"number": "1", "pin": "s3cret2"}, 201))
    told(pay, Answer.of_json({"number": 1, "pin": ["s3cret2"]}, 201), strict_responses=True)
    told(pay, Answer(201, b'{"number": 1, "pin" : "s3cret2\\"s3cret2', json_type))
    told(pay, Answer(201, b'{"pin": "s3cret2", "number"', json_type))
    told(pay, Answer.of_json({"error_msg": "no"}, 401))
    told(pay, Answer(close_without_answer=True))
    for broken in BROKEN:
        told(lambda client, body=broken: client.payments.pay(body), Answer())
    told(lambda client: client.with_options(token=TOKEN, nothing=TOKEN), Answer())
    for wrong in BROKEN:
        with pytest.raises(ValueError, match="validation error") as raised:
            package.models.Payment(**wrong)
        shown.append(repr(raised.value))
    shown += [record.getMessage() for record in caplog.records]
    assert len(shown) > 20
    assert not [text for text in shown if "s3cret" in text or "530000" in text]


def test_the_log_is_silent_unless_asked(courier: ModuleType, capfd: pytest.CaptureFixture[str]) -> None:
    assert logging.getLogger("courier_client").handlers == []
    with serving(SOUND) as server, courier.CourierClient(base_url=server.url) as client:
        get(client)
    assert capfd.readouterr() == ("", "")


def test_a_header_that_is_not_a_string_is_an_error(courier: ModuleType) -> None:
    client = courier.CourierClient(base_url="http://127.0.0.1:9")
    with pytest.raises(TypeError, match="the header 'X-A' must be a string, not int"):
        client.with_options(headers={"X-A": 1})


def test_a_header_may_hold_any_text_but_no_end_of_a_line(caller: Caller) -> None:
    """Where it may not be sent, nobody is shown what it was: it may be a token read with its line end."""
    with serving(SOUND) as server:
        use = lambda client: get(client.with_options(headers={"X-A": " é…\t"}))  # noqa: E731
        assert caller(server.url, use, token="tökén").name == "p"
        for end in ("\n", "\r\nX-Evil: 1", "\0", "\x7f"):
            with pytest.raises(
                caller.package.RequestValidationError, match="header /Authorization"
            ) as raised:
                caller(server.url, get, token=f"s3cret{end}")
            assert "s3cret" not in repr(raised.value) + repr(raised.value.violations)
    (received,) = server.received
    assert received.headers["x-a"].encode("latin-1").decode() == "é…"
    assert received.headers["authorization"].encode("latin-1").decode() == "Bearer tökén"
