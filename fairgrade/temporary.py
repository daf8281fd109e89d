"""Folders for a run's own use; what a killed run left behind, the next one removes."""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
from pathlib import Path

_PREFIX = "fairgrade-run-"


class TemporaryFolder:
    """A new folder that only this user may enter; a context manager, gone at its end.

    The process holds a lock on it, which the kernel releases however the process ends: a folder without one is
    nobody's any more.

    Args:
        parent: where to make it; the system's folder for temporary files by default.

    Attributes:
        path: of the folder.
    """

    def __init__(self, parent: Path | None = None) -> None:
        parent = parent or Path(tempfile.gettempdir())
        _remove_abandoned(parent)
        unlocked = Path(tempfile.mkdtemp(prefix=f".{_PREFIX}", dir=parent))
        self._lock = os.open(unlocked, os.O_RDONLY)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self.path = unlocked.with_name(unlocked.name[1:])  # only now can others find it
        unlocked.rename(self.path)

    def close(self) -> None:
        """Remove the folder; does nothing the second time."""
        if self._lock >= 0:
            _remove(self.path)
            os.close(self._lock)
            self._lock = -1

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, *_: object) -> None:
        self.close()


def _remove(folder: Path) -> None:
    """Student code may have left a tree deeper than `shutil.rmtree` can go."""
    from fairgrade.sandbox.inside import disk

    with contextlib.suppress(OSError):
        disk.remove(folder)


def _remove_abandoned(parent: Path) -> None:
    for path in parent.glob(f"{_PREFIX}*"):
        try:
            lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:  # another user's, or no folder
            continue
        try:
            if os.fstat(lock).st_uid == os.getuid():
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _remove(path)
        except BlockingIOError:  # in use
            pass
        finally:
            os.close(lock)
