"""What all processes of one submission use together, read from the supervisor's /proc."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICKS = os.sysconf("SC_CLK_TCK")
_PROPORTIONAL = re.compile(rb"^Pss_(?:Anon|Shmem): +(\d+) kB", re.MULTILINE)


@dataclass(frozen=True)
class Sample:
    """Use of resources at one moment.

    Attributes:
        anonymous: memory in bytes that belongs to no file; pages that forks share count once for each of them.
        own: the same, less what every process inherited from the warm process.
        cpu_seconds: CPU time of living processes and of those they waited for.
        tasks: processes and threads.
    """

    anonymous: int
    own: int
    cpu_seconds: float
    tasks: int


class Tree:
    """A process and its descendants.

    Args:
        proc: descriptor of the /proc in which `root` has its number.
        root: process id of the first process.
        inherited: anonymous bytes that each process starts with.
    """

    def __init__(self, proc: int, root: int, inherited: int) -> None:
        self._proc, self._root, self._inherited = proc, root, inherited

    def _read(self, path: str) -> bytes:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC, dir_fd=self._proc)
        try:
            return os.read(descriptor, 1 << 16)
        finally:
            os.close(descriptor)

    def processes(self) -> list[int]:
        """Process ids, parents first; processes that end meanwhile are left out."""
        found, position = [self._root], 0
        while position < len(found):
            found += self._children(found[position])
            position += 1
        return found

    def threads(self, pid: int) -> int:
        """Number of threads of one process."""
        return int(self._read(f"{pid}/stat").rpartition(b")")[2].split()[17])

    def _children(self, pid: int) -> list[int]:
        try:
            threads = os.open(f"{pid}/task", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=self._proc)
        except OSError:
            return []
        try:
            names = os.listdir(threads)
        except OSError:
            return []
        finally:
            os.close(threads)
        children: list[int] = []
        for name in names:
            try:
                children += map(int, self._read(f"{pid}/task/{name}/children").split())
            except OSError:
                continue
        return children

    def sample(self) -> Sample:
        """Memory by a cheap upper bound, CPU time and number of tasks."""
        anonymous = own = ticks = tasks = 0
        for pid in self.processes():
            try:
                resident, shared = map(int, self._read(f"{pid}/statm").split()[1:3])
                fields = self._read(f"{pid}/stat").rpartition(b")")[2].split()
            except (OSError, ValueError):
                continue
            size = (resident - shared) * _PAGE
            anonymous += size
            own += max(0, size - self._inherited)
            ticks += sum(map(int, fields[11:15]))
            tasks += int(fields[17])
        return Sample(anonymous, own, ticks / _TICKS, tasks)

    def proportional(self) -> int:
        """Memory in bytes with shared pages counted once; dear for large processes."""
        total = 0
        for pid in self.processes():
            try:
                text = self._read(f"{pid}/smaps_rollup")
            except OSError:
                continue
            total += sum(int(number) for number in _PROPORTIONAL.findall(text)) * 1024
        return total


def anonymous_bytes() -> int:
    """Memory of this process that belongs to no file."""
    with open("/proc/self/statm", "rb") as file:
        resident, shared = map(int, file.read().split()[1:3])
    return (resident - shared) * _PAGE
