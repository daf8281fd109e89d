"""The Makefile's targets reach what they are for."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_make_test_runs_every_folder_of_tests() -> None:
    text = (ROOT / "Makefile").read_text()
    named = [
        name
        for variable in ("SIDE_BY_SIDE", "ONE_BY_ONE")
        for line in re.findall(rf"^{variable} := ([^#\n]*)", text, re.MULTILINE)
        for name in line.split()
    ]
    folders = {path.relative_to(ROOT / "tests").parts[0] for path in ROOT.glob("tests/*/**/test_*.py")}
    assert sorted(named) == sorted(folders - {"submissions"})
