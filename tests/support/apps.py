"""Apps on web frameworks in processes of their own, and the clients of the descriptions that they publish."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
import pytest

from support.blocking import of_kind
from support.command import oasmith
from support.packages import imported_package
from support.paths import ROOT
from support.vendor import MAY_FETCH, needs, run, skip_uncached

KINDS = ("sync", "asyncio")
APPS = ROOT / "tests" / "servers" / "apps"
_MOST_LINES = 200
"""How many lines a server may print before the one with its URL."""


@dataclass(frozen=True)
class App:
    """A running app: its URL, its description, and the package of the client that oasmith generated of it."""

    url: str
    description: Mapping[str, Any]
    package: ModuleType

    def store(self) -> Any:
        """What the app holds, what its handlers were given, and every request, as ``Store`` has them."""
        return httpx2.get(f"{self.url}/_store").json()

    def held(self, kind: str) -> Any:
        """What the app holds of a kind, by key."""
        return self.store()["held"].get(kind, {})

    def seen(self, handler: str) -> Any:
        """What a handler was given last."""
        found = [seen for seen in self.store()["seen"] if seen["handler"] == handler]
        return {key: value for key, value in found[-1].items() if key != "handler"}

    def clear(self) -> None:
        """Empty the app's store, but for the requests."""
        httpx2.delete(f"{self.url}/_store").raise_for_status()

    def client(self, kind: str, **options: Any) -> Any:
        """A new client of the app; one that is async is used like a sync one."""
        (name,) = (it for it in self.package.__all__ if re.fullmatch(r"(?!Async)\w+Client", it))
        return getattr(of_kind(self.package, kind), name)(**{"base_url": self.url} | options)

    def called(self) -> list[str]:
        """The operation of each request so far, by method and path of the description."""
        return [self._operation(method, path) for method, path in self.store()["requests"]]

    def operations(self) -> set[str]:
        """Every operation of the description, by method and path."""
        return {
            f"{method.upper()} {path}"
            for path, item in self.description["paths"].items()
            for method in item
            if method in ("get", "put", "post", "delete", "head", "patch", "options")
        }

    def _operation(self, method: str, path: str) -> str:
        for parameter in ("[^/]+", ".+"):  # some frameworks let a parameter have slashes
            for known in sorted(self.operations(), key=lambda it: it.count("{")):
                if re.fullmatch(re.sub(r"\\{[^}]+\\}", parameter, re.escape(known)), f"{method} {path}"):
                    return known
        return f"{method} {path}"


@contextmanager
def running(command: Sequence[str], folder: Path, **environment: str) -> Iterator[str]:
    """The URL of a server, which it prints as soon as it accepts connections.

    The server runs until its standard input ends, and ends by itself if the test dies.
    """
    log = folder / "server.log"
    with (
        log.open("wb") as errors,
        subprocess.Popen(
            command, cwd=ROOT, env=os.environ | environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=errors,
        ) as process,
    ):  # fmt: skip
        try:
            yield _printed_url(process, log)
        finally:
            process.kill()


def _printed_url(process: subprocess.Popen[bytes], log: Path) -> str:
    assert process.stdout is not None
    for _ in range(_MOST_LINES):
        line = process.stdout.readline()
        if not line:
            break
        if line.startswith(b"http://127.0.0.1:"):
            return line.decode().strip()
    pytest.fail(f"the server did not start:\n{log.read_text('utf-8', 'replace')}")


@contextmanager
def python_app(name: str, path: str, folder: Path) -> Iterator[App]:
    """An app of ``tests/servers/apps``, which publishes its description at a path."""
    command = [sys.executable, "-c", f"from servers.apps import {name}; {name}.main()"]
    with running(command, folder, PYTHONPATH=str(ROOT / "tests")) as url:
        yield generated_app(url, path, folder)


@contextmanager
def node_app(name: str, path: str, folder: Path) -> Iterator[App]:
    """An app for Node below ``tests/servers/apps``; the test is skipped where its packages are not cached."""
    needs("node", "npm")
    place = folder / "app"
    shutil.copytree(APPS / name, place)
    install = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock"]
    done = run(install if MAY_FETCH else [*install, "--offline"], {}, place)
    if done.returncode != 0:
        skip_uncached(f"what the app on {name} needs", "npm's cache", done.stderr)
    with running(["node", str(place / "app.mjs")], folder) as url:
        yield generated_app(url, path, folder)


@contextmanager
def go_app(name: str, path: str, folder: Path) -> Iterator[App]:
    """An app in Go below ``tests/servers/apps``; the test is skipped where its modules are not cached."""
    needs("go")
    place, program = folder / "app", folder / "app" / "server"
    shutil.copytree(APPS / name, place)
    environment = {"GOFLAGS": "-mod=mod"} | ({} if MAY_FETCH else {"GOPROXY": "off", "GOSUMDB": "off"})
    done = run(["go", "build", "-o", str(program), "."], environment, place)
    if done.returncode != 0:
        skip_uncached(f"what the app on {name} needs", "Go's module cache", done.stderr)
    with running([str(program)], folder) as url:
        yield generated_app(url, path, folder)


@contextmanager
def java_app(name: str, path: str, folder: Path) -> Iterator[App]:
    """An app for Maven below ``tests/servers/apps``; the test is skipped if its packages are not cached."""
    needs("mvn", "java")
    place = folder / "app"
    shutil.copytree(APPS / name, place)
    command = ["mvn", "-q", "-B", "-DskipTests", "package"]
    done = run(command if MAY_FETCH else [*command, "-o"], {}, place)
    if done.returncode != 0:
        skip_uncached(f"what the app on {name} needs", "Maven's local repository", done.stdout)
    (jar,) = (place / "target").glob("*.jar")
    with running(["java", "-jar", str(jar)], folder) as url:
        yield generated_app(url, path, folder)


def generated_app(url: str, path: str, folder: Path) -> App:
    """A running app with its client, generated as a user does it from the description that it publishes."""
    response = httpx2.get(url + path).raise_for_status()
    file = folder / "openapi.json"
    file.write_bytes(response.content)
    ran = oasmith("generate", file, "-o", folder / "client", cwd=folder)
    assert ran.code == 0, ran.err
    return App(url, response.json(), imported_package(folder / "client"))


Step = Callable[[Any, App], None]
"""Calls operations of a client, and asserts what they returned and what the app's store shows then."""


@dataclass
class Scenario:
    """Steps that together call every operation of an app.

    ``not_called`` are the operations that no client can call, each with the reason.
    """

    not_called: Mapping[str, str] = field(default_factory=dict)
    steps: list[tuple[Step, bool]] = field(default_factory=list)

    def step(self, step: Step) -> Step:
        """A step with responses that conform to the description."""
        self.steps.append((step, False))
        return step

    def deviating(self, step: Step) -> Step:
        """A step with responses that do not conform to the description, which its docstring explains."""
        assert step.__doc__
        self.steps.append((step, True))
        return step

    def run(
        self, app: App, kind: str, subtests: pytest.Subtests, caplog: pytest.LogCaptureFixture, **options: Any
    ) -> None:
        """Run every step with one client; the app was called at least 25 times and in each operation then."""
        before = len(app.called())
        app.clear()
        with app.client(kind, **options) as client:
            for step, deviates in self.steps:
                with subtests.test(step.__name__):
                    caplog.clear()
                    step(client, app)
                    warnings = [
                        record.getMessage() for record in caplog.records if record.levelname != "INFO"
                    ]
                    assert bool(warnings) == deviates, warnings
        called = app.called()[before:]
        assert app.operations().difference(called) == self.not_called.keys()
        assert len(called) >= 25
