"""Worker processes that exit with their parent."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import wait
from multiprocessing.synchronize import Event
from threading import Thread
from types import TracebackType
from typing import TypeVar

CORES = os.cpu_count() or 1
_MOST = 8
"""Maximum number of workers. All of them are started at once."""
_FEW = 4
"""Number of pieces of work for which it does not pay that more than one worker imports what they need."""

T = TypeVar("T")
R = TypeVar("R")


class Workers:
    """The worker processes of a run, about one per core. They are started when there is work for them.

    One worker does all as long as it is little. With one core, or for little work that no worker was prepared
    for, the work is done in this process.
    """

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._all_needed = multiprocessing.Event()
        self._has_begun = False

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, place: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._all_needed.set()
            self._pool.shutdown(cancel_futures=True)

    def prepare(self, module: str) -> None:
        """Let a worker import a module ahead of its work, unless this process has imported it before."""
        if CORES > 1 and module not in sys.modules:
            self._started().submit(_prepare, module)

    def begin(self, function: Callable[[T], R], item: T) -> Callable[[], R]:
        """Begin one piece of work; returns a function that waits for its result.

        With one core the work is done when its result is wanted.
        """
        if CORES < 2:
            return lambda: function(item)
        self._has_begun = True
        return self._started().submit(_without_collector, (function, item)).result

    def results(self, function: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        """The results of a function for items, in their order. The workers begin at once.

        A few items are done in this process, when their results are taken, if no worker was prepared.
        """
        work = [(function, item) for item in items]
        is_little = len(work) <= _FEW
        if CORES < 2 or (is_little and self._pool is None):
            return map(function, [item for _, item in work])
        if not is_little or self._has_begun:
            self._all_needed.set()
        return self._started().map(_without_collector, work)

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            count = min(CORES, _MOST)
            self._pool = worker_pool(count, self._all_needed)
            for _ in range(count - 1):
                self._pool.submit(_wait)
        return self._pool


def worker_pool(count: int, all_needed: Event | None = None) -> ProcessPoolExecutor:
    """A pool of ``count`` processes that exit when this process ends, even if it is killed."""
    return ProcessPoolExecutor(count, initializer=_begin, initargs=(all_needed,))


_all_needed: Event | None = None
"""In a worker, the event that all workers are needed, or none any more."""


def _begin(all_needed: Event | None) -> None:
    global _all_needed
    _all_needed = all_needed
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_exit_after, args=(parent.sentinel,), name="exit with parent", daemon=True).start()


def _exit_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _wait() -> None:
    if _all_needed is not None:
        _all_needed.wait()


def _prepare(module: str) -> None:
    """Import a module, in a thread, so that nobody has to wait for it if it is not needed after all."""
    thread = Thread(target=_import, args=(module,), name=f"import {module}", daemon=True)
    thread.start()
    while thread.is_alive() and not (_all_needed and _all_needed.is_set()):
        thread.join(0.01)


def _import(module: str) -> None:
    with suppress(ImportError):  # the work that needs the module reports it
        import_module(module)


def _without_collector(work: tuple[Callable[[T], R], T]) -> R:
    """Do one piece of work. Its objects live until its end, so that it has no garbage to search for."""
    function, item = work
    gc.disable()
    try:
        return function(item)
    finally:
        gc.enable()
        gc.collect()
        gc.freeze()
