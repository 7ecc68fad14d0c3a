"""Worker processes end with the run that started them, however it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support.kills import description

BUSY = """
import os, threading
from oasmith.workers import worker_pool

def work(number):
    os.write(1, b"busy\\n")
    while number:  # busy, not only waiting
        pass
    threading.Event().wait()

if __name__ == "__main__":
    pool = worker_pool(3)
    for number in range(3):
        pool.submit(work, number)
    threading.Event().wait()
"""
IDLE = """
import os
from oasmith.workers import worker_pool

if __name__ == "__main__":
    with worker_pool(3) as pool:
        list(pool.map(abs, range(3)))
        for _ in range(3):
            os.write(1, b"busy\\n")
        os.kill(os.getpid(), 19)
"""
ENDS = ["SIGKILL", "SIGTERM", "SIGINT", "SIGSEGV"]


def has_ended_with_its_children(process: subprocess.Popen[str]) -> bool:
    """Whether nothing holds the standard output of a process any more; waits for that."""
    assert process.stdout is not None
    process.stdout.read()
    process.wait()
    return True


@pytest.mark.parametrize("ending", ENDS)
@pytest.mark.parametrize("script", [BUSY, IDLE], ids=["busy", "idle"])
@pytest.mark.parametrize("start", ["fork", "forkserver", "spawn"])
def test_workers_exit_with_their_parent(tmp_path: Path, ending: str, script: str, start: str) -> None:
    if not hasattr(signal, ending) or os.name == "nt":
        pytest.skip("needs the signals of POSIX")
    file = tmp_path / "workers.py"
    main = 'if __name__ == "__main__":\n'
    choice = f"    import multiprocessing; multiprocessing.set_start_method({start!r})\n"
    file.write_text(script.replace(main, main + choice), "utf-8")
    with subprocess.Popen(
        [sys.executable, str(file)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        try:
            assert [process.stdout.readline() for _ in range(3)] == ["busy\n"] * 3
            if script is IDLE:
                os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT)  # else it stops after SIGCONT
            if script is BUSY and ending == "SIGINT":
                process.send_signal(signal.SIGKILL)  # SIGINT lets the pool wait for work that never ends
            process.send_signal(getattr(signal, ending))
            process.send_signal(signal.SIGCONT)
            assert has_ended_with_its_children(process)
        finally:
            process.kill()


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc")
def test_the_workers_of_a_whole_run_exit_when_it_is_killed(tmp_path: Path) -> None:
    (tmp_path / "big.json").write_text(json.dumps(description(400, "Big")), "utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "oasmith", "generate", "big.json", "-o", "tree"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as process:  # fmt: skip
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        while process.poll() is None and not children.read_text("utf-8"):
            pass
        assert process.poll() is None
        process.kill()
        assert has_ended_with_its_children(process)
