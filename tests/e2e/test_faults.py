"""Thousands of calls against a server that fails one in five: each ends as it has to, and nothing leaks."""

from __future__ import annotations

import io
import itertools
import json
import logging
import traceback
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
import pytest
from support.fault_server import FAULTS, Exchange, FaultServer
from support.packages import generated_package

DESCRIPTION = """
openapi: 3.1.0
info: {title: Faults, version: '1'}
servers: [{url: 'http://127.0.0.1:1'}]
paths:
  /created/{name}:
    parameters: [{$ref: '#/components/parameters/Name'}]
    post:
      operationId: create
      security: [{Token: []}]
      requestBody: {$ref: '#/components/requestBodies/Thing'}
      responses: {'200': {$ref: '#/components/responses/Made'}}
  /keyed/{name}:
    parameters: [{$ref: '#/components/parameters/Name'}]
    post:
      operationId: create_once
      security: [{Token: []}]
      parameters: [{name: Idempotency-Key, in: header, schema: {type: string}}]
      requestBody: {$ref: '#/components/requestBodies/Thing'}
      responses: {'200': {$ref: '#/components/responses/Made'}}
  /signed/{name}:
    parameters: [{$ref: '#/components/parameters/Name'}]
    put:
      operationId: replace
      security: [{Signature: []}]
      requestBody: {$ref: '#/components/requestBodies/Thing'}
      responses: {'200': {$ref: '#/components/responses/Made'}}
  /read/{name}:
    parameters: [{$ref: '#/components/parameters/Name'}]
    get:
      operationId: read
      security: [{Key: []}]
      responses: {'200': {$ref: '#/components/responses/Made'}}
components:
  parameters:
    Name: {name: name, in: path, required: true, schema: {type: string}}
  requestBodies:
    Thing: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
  responses:
    Made:
      description: Made.
      content: {application/json: {schema: {$ref: '#/components/schemas/Made'}}}
  schemas:
    Thing:
      type: object
      required: [name, password]
      properties:
        name: {type: string}
        password: {type: string, format: password, minLength: 16}
    Made:
      type: object
      required: [name, echo, padding]
      properties:
        name: {type: string}
        echo: {type: string}
        padding: {type: string}
  securitySchemes:
    Token: {type: http, scheme: bearer}
    Signature: {type: http, scheme: SDK-HMAC-SHA256, x-oasmith-name: access_key}
    Key: {type: apiKey, in: query, name: key}
"""

SECRETS = ("secret-token", "secret-ak", "secret-sk", "secret-key", "secret-password", "secret-bad")
OPERATIONS = ("create", "create_once", "replace", "read")
RETRIES = 2
READ_TIMEOUT = 2.0


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    folder = tmp_path_factory.mktemp("faults")
    description = folder / "faults.yaml"
    description.write_text(DESCRIPTION, "utf-8")
    return generated_package(description, folder)


@dataclass(frozen=True, slots=True)
class Call:
    """One call, by a name that no other has, and the door that it knocks at."""

    name: str
    operation: str
    door: str = "front"

    @property
    def arguments(self) -> tuple[Any, ...]:
        password = "secret-bad" if self.name.startswith("unsound") else "secret-password-of-" + self.name
        return () if self.operation == "read" else ({"name": self.name, "password": password},)

    def options(self, server: FaultServer) -> dict[str, Any]:
        if self.name.startswith("endless"):
            return {"total_timeout": 0.5}
        doors = {"closed": server.closed_door, "none": server.no_door}
        return {"base_url": doors[self.door]} if self.door in doors else {}


def calls(count: int, start: int = 0) -> list[Call]:
    """Calls of every operation; some to doors behind which nobody is, some unsound, some doomed."""
    made = []
    for number, operation in zip(range(start, start + count), itertools.cycle(OPERATIONS), strict=False):
        prefix, door = "call", "front"
        match number // len(OPERATIONS) % 50:
            case 0:
                door = "closed"
            case 1:
                door = "none"
            case 2:
                prefix = "endless"
            case 3:
                prefix = "unsound" if operation != "read" else "call"
            case 4:
                prefix = "doomed"
        made.append(Call(f"{prefix}-{number}", operation, door))
    return made


@contextmanager
def everything_logged() -> Iterator[io.StringIO]:
    """What all loggers of the process say, down to DEBUG."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield written
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


def credentials(package: ModuleType) -> dict[str, Any]:
    key = package.AccessKey("secret-ak", "secret-sk")
    tokens = itertools.count()
    return {"token": lambda: f"secret-token-{next(tokens)}", "access_key": key, "key": "secret-key"}


def client_options(package: ModuleType, server: FaultServer) -> dict[str, Any]:
    return {
        "base_url": server.url,
        "timeout": httpx2.Timeout(READ_TIMEOUT, pool=30.0, connect=30.0),
        "max_retries": RETRIES,
        "follow_redirects": True,
        **credentials(package),
    }


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def idle(pool: Any) -> bool:
    """Whether no connection of a pool is busy, and nothing waits for one."""
    return not pool._requests and all(connection.is_idle() for connection in pool.connections)


def test_a_client_shared_by_threads(package: ModuleType) -> None:
    before = open_files()
    with FaultServer().running() as server, everything_logged() as log:
        client = package.FaultsClient(**client_options(package, server))

        def outcome(call: Call) -> Any:
            operation = getattr(client.with_options(**call.options(server)), call.operation)
            try:
                return operation(*call.arguments, name=call.name)
            except Exception as error:
                return error

        planned = calls(2000)
        with ThreadPoolExecutor(16) as threads:
            outcomes = list(threads.map(outcome, planned))
        assert idle(client._http._transport._pool)
        assert server.open_connections <= 20
        client.close()
        assert server.all_closed.wait()
        hold(package, server, planned, outcomes, log.getvalue())
    assert open_files() <= before


@pytest.mark.parametrize(("backend", "count", "tasks"), [("asyncio", 2000, 200), ("trio", 300, 30)])
def test_a_client_shared_by_tasks(package: ModuleType, backend: str, count: int, tasks: int) -> None:
    pytest.importorskip(backend)
    before = open_files()
    with FaultServer().running() as server, everything_logged() as log:
        planned = calls(count)
        outcomes: dict[str, Any] = {}

        async def main() -> None:
            client = package.AsyncFaultsClient(**client_options(package, server))
            waiting = iter(planned)

            async def work() -> None:
                for call in waiting:
                    operation = getattr(client.with_options(**call.options(server)), call.operation)
                    try:
                        outcomes[call.name] = await operation(*call.arguments, name=call.name)
                    except Exception as error:
                        outcomes[call.name] = error

            await _in_tasks(backend, work, tasks)
            assert idle(client._http._transport._pool)
            await client.close()

        _run(backend, main)
        assert server.all_closed.wait()
        hold(package, server, planned, [outcomes[call.name] for call in planned], log.getvalue())
    assert open_files() <= before


def _run(backend: str, main: Callable[[], Awaitable[None]]) -> None:
    import anyio

    anyio.run(main, backend=backend)


async def _in_tasks(backend: str, work: Callable[[], Coroutine[Any, Any, None]], count: int) -> None:
    import anyio

    async with anyio.create_task_group() as group:
        for _ in range(count):
            group.start_soon(work)


def hold(
    package: ModuleType, server: FaultServer, planned: list[Call], outcomes: list[Any], log: str
) -> None:
    """Hold every outcome to what the server did, and all that was written to holding no secret."""
    expectation = Expectation(package)
    turned_away = 0
    wrong = []
    for call, outcome in zip(planned, outcomes, strict=True):
        exchanges = server.exchanges.get(call.name, [])
        told = expectation.difference(call, exchanges, outcome)
        if told:
            wrong.append(f"{call.name} {call.operation} {[e.what for e in exchanges]}: {told}: {outcome!r}")
        if call.door == "closed":
            turned_away += getattr(outcome, "attempts", 0)
    assert not wrong, f"{len(wrong)} calls:\n" + "\n".join(wrong[:20])
    assert server.turned_away == turned_away
    if len(planned) > 1000:
        assert set(FAULTS) <= server.kinds.keys()
    told = log + "".join(
        line
        for outcome in outcomes
        if isinstance(outcome, Exception)
        for line in (*traceback.format_exception(outcome), repr(outcome))
    )
    assert package.__name__ in log
    assert "httpcore2" in log
    leaks = [line for line in told.splitlines() if any(secret in line for secret in SECRETS)]
    assert not leaks, f"{len(leaks)} lines tell a secret:\n" + "\n".join(leaks[:10])


RIGHT = {"answer", "trickle", "early hints", "close after", "close silently"}
NO_ANSWER = {"reset", "close", "cut headers", "garbage", "bad length"}
TOO_LATE = {"delay", "stall"}
BROKEN_BODY = {"cut body", "cut chunks", "reset in body", "bad gzip"}
WRONG_BODY = {"invalid json"}
BUSY = {"429", "503 later"}
FAILED = {"502", "503", "504"}


class Expectation:
    """What must have come of a call, worked out from nothing but what the server did."""

    def __init__(self, package: ModuleType) -> None:
        self._errors = {
            **dict.fromkeys(NO_ANSWER, package.APIConnectionError),
            **dict.fromkeys(TOO_LATE | {"endless"}, package.APITimeoutError),
            **dict.fromkeys(BROKEN_BODY | WRONG_BODY, package.APIResponseValidationError),
            **dict.fromkeys(FAILED | {"500", "503 later"}, package.InternalServerError),
            "429": package.RateLimitError,
            "401": package.AuthenticationError,
        }
        self._unsound = package.RequestValidationError
        self._no_connection = package.APIConnectionError

    def difference(self, call: Call, exchanges: list[Exchange], outcome: Any) -> str:
        """In what an outcome is not the right one; empty where it is."""
        if call.name.startswith("unsound"):
            return "sent" if exchanges else _is(self._unsound, outcome)
        if call.door != "front":
            # Where a reset comes before the connection is made, nothing was sent and all may be repeated.
            least = 1 if call.door == "closed" and call.operation == "create" else 1 + RETRIES
            if exchanges or not least <= getattr(outcome, "attempts", 0) <= 1 + RETRIES:
                return "tried too often or not often enough"
            return _is(self._no_connection, outcome)
        attempts = [exchange for exchange in exchanges if not exchange.target.startswith("/moved/")]
        followed = [exchange for exchange in exchanges if exchange.target.startswith("/moved/")]
        redirected = [exchange for exchange in attempts if exchange.what == "redirect"]
        if call.name.startswith("endless") and not attempts:
            return _is(self._errors["endless"], outcome)  # its half second may end before it is connected
        told = _wrong_requests(call, attempts, followed)
        if told:
            return told
        if len(followed) != len(redirected):
            return "a redirect was not followed, or more than that was"
        left, has_refreshed = RETRIES, False
        for number, exchange in enumerate(attempts, 1):
            goes_on = False
            if exchange.what == "401" and not has_refreshed and call.operation in ("create", "create_once"):
                has_refreshed = goes_on = True
            elif self._may_be_repeated(call, exchange.what) and left:
                left, goes_on = left - 1, True
            if goes_on != (number < len(attempts)):
                return f"attempt {number} of {len(attempts)} should{'' if goes_on else ' not'} be repeated"
        last = attempts[-1]
        if last.what in RIGHT or last.what == "redirect":
            answer = (followed[-1] if last.what == "redirect" else last).answer
            if isinstance(outcome, Exception):
                return "an exception for a right answer"
            if json.loads(outcome.raw) != answer or outcome.to_json() != answer or outcome.deviations:
                return "another answer than was given"
            return ""
        if last.what == "wrong type":  # it is read as what it is
            return "" if outcome == "<html>Please log in</html>" else "not the text that came"
        if last.what == "reset in body" and isinstance(outcome, self._no_connection):
            return ""  # the reset may overtake the headers
        return _is(self._errors[last.what], outcome)

    def _may_be_repeated(self, call: Call, what: str) -> bool:
        if what in BUSY:
            return True
        return call.operation != "create" and what in NO_ANSWER | TOO_LATE | BROKEN_BODY | FAILED


def _is(kind: type[Exception], outcome: Any) -> str:
    return "" if type(outcome) is kind else f"not a {kind.__name__}"


def _wrong_requests(call: Call, attempts: list[Exchange], followed: list[Exchange]) -> str:
    """Whether anything was sent that does not belong to the call, or was sent with the wrong key."""
    if not attempts:
        return "never sent"
    for exchange in (*attempts, *followed):
        if call.arguments and json.loads(exchange.body) != call.arguments[0]:
            return "sent with another body"
    keys = {exchange.headers.get("idempotency-key") for exchange in (*attempts, *followed)}
    if len(keys) != 1 or (keys == {None}) == (call.operation == "create_once"):
        return f"sent with the keys {keys}"
    return ""


@pytest.mark.parametrize("body", [{"name": "n", "password": "secret-bad"}, {"password": "secret-password-1"}])
def test_no_message_about_a_broken_request_shows_its_password(package: ModuleType, body: Any) -> None:
    client = package.FaultsClient(**credentials(package))
    with client, pytest.raises(package.RequestValidationError) as caught:
        client.create(body, name="n")
    assert "secret" not in str(caught.value)
    assert caught.value.violations[0].location == "body"
