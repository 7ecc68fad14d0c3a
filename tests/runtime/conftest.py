"""The client of a description with something of everything, and ways to use it."""

from __future__ import annotations

import asyncio
import inspect
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import trio
from support.packages import generated_package


@pytest.fixture(scope="session")
def courier(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The client of courier.yaml."""
    return generated_package(Path(__file__).with_name("courier.yaml"), tmp_path_factory.mktemp("courier"))


@dataclass(frozen=True)
class Caller:
    """Uses a client of one kind: sync, or async on asyncio or trio."""

    package: ModuleType
    kind: str

    def __call__(self, url: str, use: Callable[[Any], Any], **options: Any) -> Any:
        """What comes of using a new client, awaited where that has to be."""
        (name,) = (it for it in dir(self.package) if it.endswith("Client") and not it.startswith("Async"))
        if self.kind == "sync":
            with getattr(self.package, name)(base_url=url, **options) as client:
                return use(client)

        async def run() -> Any:
            async with getattr(self.package, f"Async{name}")(base_url=url, **options) as client:
                result = use(client)
                return await result if inspect.isawaitable(result) else result

        return asyncio.run(run()) if self.kind == "asyncio" else trio.run(run)

    def all(self, url: str, use: Callable[[Any], Any], **options: Any) -> list[Any]:
        """Everything that is iterated over in what comes of using a new client."""
        if self.kind == "sync":
            return self(url, lambda client: list(use(client)), **options)  # type: ignore[no-any-return]

        async def items(client: Any) -> list[Any]:
            found = use(client)
            found = await found if inspect.isawaitable(found) else found
            return [item async for item in found]

        return self(url, items, **options)  # type: ignore[no-any-return]


@pytest.fixture(params=["sync", "asyncio", "trio"])
def caller(courier: ModuleType, request: pytest.FixtureRequest) -> Caller:
    """Every kind of client."""
    return Caller(courier, str(request.param))


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The most that each pause before another attempt may last; none lasts."""
    longest: list[float] = []

    def uniform(low: float, high: float) -> float:
        assert low == 0.0
        longest.append(high)
        return 0.0

    monkeypatch.setattr(random, "uniform", uniform)
    return longest
