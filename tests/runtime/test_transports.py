"""An httpx2 client of one's own brings its TLS, HTTP/2 and proxy, and the environment names proxies, too."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
import pytest
import trustme
from hypercorn.asyncio import serve
from hypercorn.config import Config
from runtime.conftest import Caller
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from support.server import Answer, serving

PARCEL = {"name": "p", "weight": 2}


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Whom a client has to trust to trust the server."""
    return trustme.CA()


@pytest.fixture(scope="module")
def secure_url(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that speaks HTTP/1.1 and HTTP/2 over TLS; a parcel is named by the version it was asked in."""
    folder = tmp_path_factory.mktemp("tls")
    certificate = authority.issue_cert("127.0.0.1")
    certificate.cert_chain_pems[0].write_to_path(folder / "certificate.pem")
    certificate.private_key_pem.write_to_path(folder / "key.pem")
    config = Config()
    config.bind = ["127.0.0.1:0"]
    config.certfile, config.keyfile = str(folder / "certificate.pem"), str(folder / "key.pem")
    sockets = config.create_sockets()
    (listening,) = sockets.secure_sockets
    listening.listen()
    config.create_sockets = lambda: sockets  # type: ignore[method-assign]  # the port is known only now

    async def parcel(request: Request) -> JSONResponse:
        return JSONResponse({**PARCEL, "name": f"HTTP/{request.scope['http_version']}"})

    stopping = threading.Event()

    async def stopped() -> None:
        await asyncio.to_thread(stopping.wait)

    app = Starlette(routes=[Route("/parcels/{id}", parcel)])
    thread = threading.Thread(
        target=lambda: asyncio.run(serve(app, config, shutdown_trigger=stopped))  # type: ignore[arg-type]
    )
    thread.start()
    yield f"https://127.0.0.1:{listening.getsockname()[1]}"
    stopping.set()
    thread.join()


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def called(caller: Caller, url: str, **of_http: Any) -> Any:
    """What a client on a transport of one's own gets."""
    if caller.kind == "sync":
        with httpx2.Client(**of_http) as http:
            return caller(url, lambda client: client.get_parcel(id="1"), http_client=http)
    http_client = httpx2.AsyncClient(**of_http)

    async def use(client: Any) -> Any:
        async with http_client:
            return await client.get_parcel(id="1")

    return caller(url, use, http_client=http_client)


def test_tls(caller: Caller, secure_url: str, authority: trustme.CA) -> None:
    assert called(caller, secure_url, verify=trusting(authority)).name == "HTTP/1.1"


def test_http_2(caller: Caller, secure_url: str, authority: trustme.CA) -> None:
    assert called(caller, secure_url, verify=trusting(authority), http2=True).name == "HTTP/2"


def test_a_server_that_nobody_vouches_for_is_a_connection_error(caller: Caller, secure_url: str) -> None:
    with pytest.raises(caller.package.APIConnectionError, match=r"(?i)certificate"):
        caller(secure_url, lambda client: client.get_parcel(id="1"), max_retries=0)


def test_the_certificates_of_the_environment_are_those_of_now(
    caller: Caller, secure_url: str, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, it in (("right", authority), ("wrong", trustme.CA())):
        it.cert_pem.write_to_path(tmp_path / f"{name}.pem")
    for name in ("wrong", "right", "wrong", "right"):
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / f"{name}.pem"))
        if name == "right":
            assert caller(secure_url, lambda client: client.get_parcel(id="1")).name == "HTTP/1.1"
            continue
        with pytest.raises(caller.package.APIConnectionError, match=r"(?i)certificate"):
            caller(secure_url, lambda client: client.get_parcel(id="1"), max_retries=0)


def test_a_proxy(caller: Caller) -> None:
    with serving(Answer.of_json(PARCEL)) as server:
        assert called(caller, "http://courier.example", proxy=server.url).name == "p"
    assert server.received[0].target == "http://courier.example/parcels/1"


def test_a_proxy_of_the_environment(courier: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(Answer.of_json(PARCEL)) as server:
        monkeypatch.setenv("HTTP_PROXY", server.url)
        with courier.CourierClient(base_url="http://courier.example") as client:
            assert client.get_parcel(id="1").name == "p"
    assert server.received[0].target == "http://courier.example/parcels/1"
