"""An ordinary user gets the same wall as root: the attacks and the sessions' promises are run again as one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fairgrade.sandbox.launch import find_bubblewrap

_USER = "12345"
ROOT = Path(__file__).parents[3]


def as_ordinary_user() -> list[str]:
    """The start of a command line that leaves root, in a view of this host where all may enter Python's folders."""
    view: list[str] = []
    covered: list[Path] = []
    for prefix in {Path(sys.base_prefix), Path(sys.prefix), ROOT}:
        closed = [folder for folder in reversed(prefix.parents) if folder.stat().st_mode & 0o055 != 0o055]
        for folder in closed[:1]:
            if folder not in covered:
                covered.append(folder)
                view += ["--tmpfs", str(folder), "--chmod", "0755", str(folder)]
            for parent in [part for part in reversed(prefix.parents) if part.is_relative_to(folder)][1:]:
                view += ["--perms", "0755", "--dir", str(parent)]
            view += ["--ro-bind", str(prefix), str(prefix)]
    leave = ["setpriv", "--reuid", _USER, "--regid", _USER, "--clear-groups", "--bounding-set=-all"]
    return [find_bubblewrap(), "--dev-bind", "/", "/", *view, "--cap-add", "ALL", *leave]


@pytest.mark.slow
@pytest.mark.skipif(os.getuid() != 0, reason="the other tests of this folder run as an ordinary user already")
@pytest.mark.skipif(shutil.which("setpriv") is None, reason="setpriv of util-linux is not installed")
@pytest.mark.parametrize("tests", ["tests/attacks", "tests/contract/sandbox/test_sessions.py"])
def test_wall_holds_for_an_ordinary_user(tests: str) -> None:
    python = [sys.executable, "-B", "-m", "pytest", "-p", "no:cacheprovider", "-q", "-rs", tests]
    environment = {"PATH": os.environ["PATH"], "HOME": "/home", "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run(
        [*as_ordinary_user(), *python], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr[-1000:]
    skipped = [line for line in run.stdout.splitlines() if line.startswith("SKIPPED")]
    assert all("works for root only" in line for line in skipped), skipped
