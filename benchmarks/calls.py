"""What the wall costs: time to a confined process, time of a call, memory of one more worker."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from benchmarks.courses import NAME, fairgrade_course
from fairgrade.config import Course
from fairgrade.sandbox.policy import Limits, Policy
from fairgrade.sandbox.server import SandboxServer
from fairgrade.sandbox.session import connect
from fairgrade.worker import collect, start_worker
from tests.helpers.processes import descendants, warm_process

_DOUBLE = "import torch\ndef double(x):\n    return 2 * x"


def measure() -> dict[str, float]:
    """Latency, throughput and memory; medians."""
    with SandboxServer(Policy()) as server:
        time.sleep(5)  # the warm process tidies its memory while nothing is asked of it
        found = {"ready_ms": 1000 * _ready(server.address)}
        found |= _calls(server.address)
        found["session_mb"] = _session_megabytes(server.address, os.getpid())
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        found["worker_mb"] = _worker_megabytes(fairgrade_course(Path(folder), 1))
    return found


def _ready(address: str) -> float:
    """Seconds from asking for a process to its being confined and about to serve."""
    times = []
    for _ in range(30):
        begun = time.perf_counter()
        with connect(address, Limits(), {}):
            times.append(time.perf_counter() - begun)
    return statistics.median(times)


def _calls(address: str) -> dict[str, float]:
    import torch

    from fairgrade.checks.student import Student
    from fairgrade.sandbox.client import Cell, StudentProcess

    torch.set_num_threads(1)
    found = {}
    with StudentProcess(address, Limits(), [Cell(0, _DOUBLE)], {}, 0) as process:
        process.run_cells()
        found["check_fork_ms"] = 1000 * _median(30, lambda: _one_check(Student(lambda: process.fork(0))))
        student = Student(lambda: process.fork(0))
        for name, numbers, times in (
            ("1kb", 2**8, 400),
            ("64kb", 2**14, 200),
            ("1mb", 2**18, 100),
            ("16mb", 2**22, 20),
        ):
            x = torch.zeros(numbers)
            student.double(x=x)
            found[f"call_{name}_ms"] = 1000 * _median(times, lambda x=x: student.double(x=x))
        student.close()
    found["calls_a_second"] = 1000 / found["call_1kb_ms"]
    found["megabytes_a_second"] = 2 * 16 * 1000 / found["call_16mb_ms"]
    return found


def _one_check(student: object) -> None:
    student.has("double")  # type: ignore[attr-defined]
    student.close()  # type: ignore[attr-defined]


def _median(times: int, action: Callable[[], object]) -> float:
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        action()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def _session_megabytes(address: str, main: int) -> float:
    """Memory of a submission's processes before a cell is run, shared pages counted once."""
    warm = warm_process(main)
    before = _proportional([warm, *descendants(warm)])
    with connect(address, Limits(), {}):
        return (_proportional([warm, *descendants(warm)]) - before) / 2**20


def _worker_megabytes(course: Course) -> float:
    """Memory of the second of two idle workers that have collected the graders, shared pages counted once."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["fairgrade.preload"])
    with ProcessPoolExecutor(1, context, initializer=start_worker) as first:
        first.submit(collect, course.root, NAME).result()
        alone = _proportional(descendants(os.getpid()))
        with ProcessPoolExecutor(1, context, initializer=start_worker) as second:
            second.submit(collect, course.root, NAME).result()
            return (_proportional(descendants(os.getpid())) - alone) / 2**20


def _proportional(pids: list[int]) -> int:
    """Bytes; a page that n processes share counts one nth in each."""
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:  # it has just ended
            continue
        total += next(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))
    return total
