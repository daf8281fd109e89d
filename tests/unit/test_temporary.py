"""Temporary folders: one's own while it lives, nobody's after."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from fairgrade.temporary import TemporaryFolder


def test_a_folder_is_private_and_gone_at_its_end(tmp_path: Path) -> None:
    with TemporaryFolder(tmp_path) as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "file").write_text("x")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    with TemporaryFolder(tmp_path) as first, TemporaryFolder(tmp_path) as second:
        assert first.is_dir()
        assert first != second


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "fairgrade-run-notes.txt").write_text("a person's own file")
    script = f"""
import os
from pathlib import Path
from fairgrade.temporary import TemporaryFolder
folder = TemporaryFolder(Path({str(tmp_path)!r}))
(folder.path / "file").write_text("x")
os.kill(os.getpid(), 9)
"""
    subprocess.run([sys.executable, "-c", script], check=False)
    (left,) = (path for path in tmp_path.iterdir() if path.is_dir())
    os.symlink(tmp_path, tmp_path / "fairgrade-run-link")
    with TemporaryFolder(tmp_path):
        assert not left.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "fairgrade-run-link",
        "fairgrade-run-notes.txt",
    ]


def test_a_tree_too_deep_to_walk_is_removed_too(tmp_path: Path) -> None:
    with TemporaryFolder(tmp_path) as folder:
        place = os.open(folder, os.O_RDONLY)
        for _ in range(3000):
            os.mkdir("deeper", dir_fd=place)
            below = os.open("deeper", os.O_RDONLY, dir_fd=place)
            os.close(place)
            place = below
        os.close(place)
    assert list(tmp_path.iterdir()) == []
