"""What a run holds at a moment: memory, descriptors, processes, temporary files."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests.helpers.processes import descendants, warm_process


class Usage(NamedTuple):
    """Of the processes that last as long as the run; those of submissions come and go."""

    memory: int
    """Bytes without a file behind them, each process counted for itself: whether a page is shared changes all the time."""
    descriptors: int
    processes: int
    temporary: int
    """Files and folders of ours in the temporary folder."""
    submissions: int
    """Processes behind the wall, besides the warm one."""


def usage() -> Usage:
    """Of this process and the run it started."""
    main = os.getpid()
    passing = descendants(warm_process(main))
    lasting = [main, *(pid for pid in descendants(main) if pid not in passing)]
    return Usage(
        memory=sum(_bytes_of(pid, "Anonymous:") for pid in lasting),
        descriptors=sum(map(_descriptors, lasting)),
        processes=len(lasting),
        temporary=sum(1 for path in Path(tempfile.gettempdir()).glob("fairgrade-*") for _ in path.rglob("*")),
        submissions=len(passing),
    )


def _bytes_of(pid: int, kind: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith(kind))


def _descriptors(pid: int) -> int:
    try:
        return len(os.listdir(f"/proc/{pid}/fd"))
    except OSError:
        return 0
