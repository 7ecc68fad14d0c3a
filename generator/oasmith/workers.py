"""Worker processes that exit with their parent."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import wait
from threading import Thread

CORES = os.cpu_count() or 1


def worker_pool(count: int) -> ProcessPoolExecutor:
    """A pool of ``count`` processes that exit when this process ends, even if it is killed."""
    return ProcessPoolExecutor(count, initializer=_exit_with_parent)


def _exit_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_exit_after, args=(parent.sentinel,), name="exit with parent", daemon=True).start()


def _exit_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
