"""What /proc says of this run's processes; for tests that kill some, or count them."""

from __future__ import annotations

import os
import signal
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def descendants(pid: int) -> list[int]:
    """All living processes below `pid`, parents first."""
    children: dict[int, list[int]] = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            children[parent_of(int(entry.name))].append(int(entry.name))
    found = [pid]
    for known in found:
        found.extend(children[known])
    return [child for child in found[1:] if is_alive(child)]


def parent_of(pid: int) -> int:
    """Id of the parent; 0 where there is no such process."""
    return int((_stat(pid) or ["", "0"])[1])


def is_alive(pid: int) -> bool:
    """Whether the process runs; a zombie does not."""
    return (_stat(pid) or ["Z"])[0] not in "ZX"


def command(pid: int) -> str:
    """The command line."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def warm_process(main: int) -> int:
    """The process that imported torch behind the wall: the first Python below the sandbox's launcher."""
    below = [pid for pid in descendants(main) if "sandbox.inside.zygote" in command(pid)]
    return next(
        pid for pid in below if "/bwrap " not in command(pid) and not command(pid).startswith("bwrap ")
    )


def supervisors(main: int) -> list[int]:
    """One process for each submission that is being graded."""
    warm = warm_process(main)
    return [pid for pid in descendants(warm) if parent_of(pid) == warm]


def kill(pid: int) -> None:
    """SIGKILL, whether or not it still runs."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def wait_until(condition: Callable[[], object], seconds: float = 60) -> None:
    """Wait for something that must come about; fail when it does not."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s in vain")
        time.sleep(0.005)


def _stat(pid: int) -> list[str] | None:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (OSError, ValueError):
        return None
