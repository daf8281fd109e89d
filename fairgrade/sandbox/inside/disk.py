"""Bounds and clears the folder of a submission that has no mount of its own; student code may have built anything there."""

from __future__ import annotations

import itertools
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from fairgrade.sandbox.policy import Limits

_DEEPEST = 100
"""Folders within folders; nobody needs more, and a tree too deep to walk must not hide what it holds."""


def over_limit(folder: Path, limits: Limits, unlinked: int) -> bool:
    """Whether the folder holds too much, or holds it where it cannot be seen.

    Args:
        folder: of the submission.
        limits: of bytes and of files.
        unlinked: bytes of files that are open or mapped but have no name any more.
    """
    size, count = unlinked, 0
    waiting = [(str(folder), 0)]
    while waiting:
        path, depth = waiting.pop()
        try:
            for entry in _entries(path):
                count += 1
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, depth + 1))
                else:
                    size += entry.stat(follow_symlinks=False).st_blocks * 512
        except PermissionError:
            return True
        except OSError:  # removed meanwhile
            continue
        if size > limits.scratch_bytes or count > limits.inodes or depth > _DEEPEST:
            return True
    return False


def _entries(path: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(path) as entries:
        yield from entries


def remove(folder: Path) -> None:
    """Remove the folder, however deep it is: folders two levels down are moved up before they are emptied."""
    names = (f".fairgrade-{number}" for number in itertools.count())
    while True:
        try:
            entries = list(_entries(str(folder)))
        except FileNotFoundError:
            return
        if not entries:
            folder.rmdir()
            return
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                _flatten(entry.path, folder, names)
            else:
                os.unlink(entry.path)


def _flatten(path: str, top: Path, names: Iterator[str]) -> None:
    os.chmod(path, 0o700)
    for entry in list(_entries(path)):
        if entry.is_dir(follow_symlinks=False):
            os.chmod(entry.path, 0o700)  # moving a folder writes its `..`
            os.rename(entry.path, _unused(top, names))
        else:
            os.unlink(entry.path)
    os.rmdir(path)


def _unused(top: Path, names: Iterator[str]) -> Path:
    return next(path for name in names if not os.path.lexists(path := top / name))


def unlinked_bytes(proc: int, processes: list[int], maps: bool) -> int:
    """Bytes of regular files that processes hold open, or map, after their names are gone.

    Args:
        proc: descriptor of /proc.
        processes: process ids.
        maps: whether to look at mappings too, which takes milliseconds.
    """
    found: dict[tuple[int, int], int] = {}
    for pid in processes:
        try:
            folder = os.open(f"{pid}/fd", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=proc)
        except OSError:
            continue
        try:
            for name in os.listdir(folder):
                _note(found, folder, name)
        except OSError:
            pass
        finally:
            os.close(folder)
    mapped = sum(_mapped_deleted(proc, pid) for pid in processes) if maps else 0
    return sum(found.values()) + mapped


def _note(found: dict[tuple[int, int], int], folder: int, name: str) -> None:
    try:
        status = os.stat(name, dir_fd=folder)
    except OSError:
        return
    if stat.S_ISREG(status.st_mode) and status.st_nlink == 0:
        found[status.st_dev, status.st_ino] = status.st_blocks * 512


def _mapped_deleted(proc: int, pid: int) -> int:
    total = 0
    try:
        with open(os.open(f"{pid}/maps", os.O_RDONLY | os.O_CLOEXEC, dir_fd=proc), "rb") as file:
            for line in file:
                if line.endswith(b" (deleted)\n"):
                    first, _, end = line.split(b" ", 1)[0].partition(b"-")
                    total += int(end, 16) - int(first, 16)
    except OSError:
        pass
    return total
