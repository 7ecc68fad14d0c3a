"""One client for many: threads, tasks that are cancelled, processes."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType

import anyio
import httpx2
import pytest
from support.server import Answer, Received, serving


def echo(received: Received) -> Answer:
    return Answer.of_json({"name": received.target.rpartition("/")[2]})


def test_threads_share_a_client(courier: ModuleType) -> None:
    with serving(echo) as server, courier.CourierClient(base_url=server.url) as client:
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda n: client.get_parcel(id=str(n)).name, range(200)))
        assert found == [str(n) for n in range(200)]
        assert server.connections <= 8


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_tasks_share_a_client(courier: ModuleType, backend: str) -> None:
    async def run(url: str) -> list[str]:
        names = [""] * 100
        async with courier.AsyncCourierClient(base_url=url) as client:

            async def call(n: int) -> None:
                names[n] = (await client.get_parcel(id=str(n))).name

            async with anyio.create_task_group() as tasks:
                for n in range(100):
                    tasks.start_soon(call, n)
        return names

    with serving(echo) as server:
        assert anyio.run(run, server.url, backend=backend) == [str(n) for n in range(100)]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_cancelled_call_gives_its_connection_back(courier: ModuleType, backend: str) -> None:
    """With a single connection allowed, the next call could not be made otherwise."""

    async def run(url: str) -> str:
        limits = httpx2.Limits(max_connections=1)
        async with (
            httpx2.AsyncClient(limits=limits, timeout=httpx2.Timeout(30, pool=5)) as http,
            courier.AsyncCourierClient(base_url=url, http_client=http) as client,
        ):
            for _ in range(3):
                with anyio.move_on_after(0.2) as scope:
                    await client.get_parcel(id="slow")
                assert scope.cancelled_caught
            return str((await client.get_parcel(id="1")).name)

    def answer(received: Received) -> Answer:
        found = echo(received)
        return Answer(found.status, found.body, found.headers, delay=30 if "slow" in received.target else 0)

    with serving(answer) as server:
        assert anyio.run(run, server.url, backend=backend) == "1"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.parametrize("owns", [True, False])
def test_a_child_process_does_not_use_its_parent_s_connections(courier: ModuleType, owns: bool) -> None:
    with serving(echo) as server:
        http = None if owns else httpx2.Client()
        client = courier.CourierClient(base_url=server.url, http_client=http)
        assert client.get_parcel(id="parent").name == "parent"
        child = os.fork()
        if child == 0:
            try:
                name = client.get_parcel(id="child").name
                os._exit(0 if owns and name == "child" else 1)
            except RuntimeError as error:
                os._exit(0 if not owns and "fork" in str(error) else 2)
            except BaseException:
                os._exit(3)
        assert os.waitpid(child, 0)[1] == 0
        assert client.get_parcel(id="parent").name == "parent"
        assert server.connections == (2 if owns else 1)
        client.close()


def test_a_client_that_is_closed_says_so(courier: ModuleType) -> None:
    with serving(echo) as server:
        client = courier.CourierClient(base_url=server.url)
        client.close()
        with pytest.raises(RuntimeError, match="closed"):
            client.get_parcel(id="1")
        assert server.received == []


def test_copies_with_other_options_share_connections_between_threads(courier: ModuleType) -> None:
    with serving(echo) as server, courier.CourierClient(base_url=server.url) as client:
        threads = [
            threading.Thread(target=lambda n=n: client.with_options(headers={"X-N": n}).get_parcel(id=n))
            for n in map(str, range(20))
        ]
        for thread in threads:
            thread.start()
            thread.join()
        assert server.connections == 1
        assert all(received.target.endswith("/" + received.headers["x-n"]) for received in server.received)
