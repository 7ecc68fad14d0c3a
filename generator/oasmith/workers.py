"""Processes that share the work of a run and end with it."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import wait
from threading import Thread


def worker_pool(count: int) -> ProcessPoolExecutor:
    """A pool whose processes exit when this process does, even if it is killed."""
    return ProcessPoolExecutor(count, initializer=_exit_with_parent)


def _exit_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_exit_after, args=(parent.sentinel,), name="exit with parent", daemon=True).start()


def _exit_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
