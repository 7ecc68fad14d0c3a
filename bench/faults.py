"""Make hundreds of thousands of calls to a server that fails one in five, and look for leaks and lost calls.

    uv run python bench/faults.py [CALLS]

Threads make half of the calls, and tasks on asyncio and on trio the others, with one client for each. The
outcome of each call must agree with what the server did, as in tests/e2e/test_faults.py. Memory and open
files are printed during the run; the process is limited to 2 GiB.
"""

from __future__ import annotations

import gc
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "generator"), str(ROOT / "tests")]

import anyio
from e2e.test_faults import DESCRIPTION, Call, Expectation, calls, client_options, idle, open_files
from support.fault_server import FaultServer
from support.packages import generated_package

BATCH = 5000
THREADS, TASKS = 50, {"asyncio": 100, "trio": 50}


class Account:
    """The outcomes of calls on both sides, and the resources that they used."""

    def __init__(self, kind: str, planned: int, package: ModuleType, server: FaultServer) -> None:
        self._kind = kind
        self._planned = planned
        self._expectation = Expectation(package)
        self._server = server
        self._start = time.monotonic()
        self.outcomes: Counter[str] = Counter()
        self.exchanges = 0
        self._show("start")

    def batches(self) -> range:
        return range(0, self._planned, BATCH)

    def add(self, planned: list[Call], outcomes: list[Any]) -> None:
        """Compare calls with the records of the server. Raises AssertionError for the first difference."""
        turned_away = 0
        for call, outcome in zip(planned, outcomes, strict=True):
            exchanges = self._server.exchanges.pop(call.name, [])
            difference = self._expectation.difference(call, exchanges, outcome)
            assert (
                not difference
            ), f"{call} {[exchange.what for exchange in exchanges]}: {difference}: {outcome!r}"
            self.outcomes[type(outcome).__name__] += 1
            self.exchanges += len(exchanges)
            if call.door == "closed":
                turned_away += outcome.attempts
        assert not self._server.exchanges, f"nobody made {list(self._server.exchanges)[:3]}"
        assert self._server.turned_away == turned_away
        self._server.turned_away = 0
        made = self.outcomes.total()
        if made in {self._planned * part // 10 // BATCH * BATCH for part in (1, 5, 10)}:
            self._show(f"{made:,} calls")

    def _show(self, when: str) -> None:
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        memory = pages * resource.getpagesize() / 2**20
        seconds = time.monotonic() - self._start
        print(
            f"{self._kind:8}{when:>16}: {memory:6.1f} MiB, {open_files():3} files open, {seconds:6.0f} s",
            flush=True,
        )

    def close(self) -> None:
        """Print the outcomes of the calls."""
        assert self.outcomes.total() == self._planned
        assert self.exchanges == self._server.kinds.total()
        print(f"{self._kind:8}client: {dict(self.outcomes.most_common())}")
        print(f"{self._kind:8}server: {self.exchanges:,} requests {dict(self._server.kinds.most_common())}")
        print(f"{self._kind:8}server: {self._server.accepted:,} connections, {open_files()} files open")


def by_threads(package: ModuleType, planned: int) -> None:
    with FaultServer().running() as server:
        client = package.FaultsClient(**client_options(package, server))

        def outcome(call: Call) -> Any:
            operation = getattr(client.with_options(**call.options(server)), call.operation)
            try:
                return operation(*call.arguments, name=call.name)
            except Exception as error:
                return error

        with ThreadPoolExecutor(THREADS) as threads:
            account = Account("threads", planned, package, server)
            for start in account.batches():
                batch = calls(BATCH, start)
                account.add(batch, list(threads.map(outcome, batch)))
        assert idle(client._http._transport._pool)
        client.close()
        assert server.all_closed.wait(10)
        account.close()


def by_tasks(backend: str) -> Callable[[ModuleType, int], None]:
    def run(package: ModuleType, planned: int) -> None:
        with FaultServer().running() as server:

            async def main() -> Account:
                client = package.AsyncFaultsClient(**client_options(package, server))
                account = Account(backend, planned, package, server)
                for start in account.batches():
                    batch = calls(BATCH, start)
                    outcomes: dict[str, Any] = {}
                    waiting = iter(batch)

                    async def work(waiting: Any = waiting, outcomes: dict[str, Any] = outcomes) -> None:
                        for call in waiting:
                            operation = getattr(client.with_options(**call.options(server)), call.operation)
                            try:
                                outcomes[call.name] = await operation(*call.arguments, name=call.name)
                            except Exception as error:
                                outcomes[call.name] = error

                    async with anyio.create_task_group() as group:
                        for _ in range(TASKS[backend]):
                            group.start_soon(work)
                    account.add(batch, [outcomes[call.name] for call in batch])
                assert idle(client._http._transport._pool)
                await client.close()
                return account

            account = anyio.run(main, backend=backend)
            assert server.all_closed.wait(10)
            account.close()

    return run


def main() -> None:
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31))
    with tempfile.TemporaryDirectory() as folder:
        description = Path(folder, "faults.yaml")
        description.write_text(DESCRIPTION, "utf-8")
        package = generated_package(description, Path(folder))
        runs = [(by_threads, 5), (by_tasks("asyncio"), 4), (by_tasks("trio"), 1)]
        for run, tenths in runs:
            run(package, max(total * tenths // 10 // BATCH, 1) * BATCH)
    print("every call was accounted for on both sides")


if __name__ == "__main__":
    main()
