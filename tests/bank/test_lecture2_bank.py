"""Every labelled implementation of Lecture 2 against its hidden checks, in this process, with one seed.

`fairgrade calibrate lecture2_conv_vae` runs the same entries behind the wall; this is the quick look while one edits.
"""

from __future__ import annotations

import functools
import types
import zlib
from pathlib import Path
from typing import Any

import nbformat
import pytest
import torch

import reference.conv_vae
from tests.helpers.graders import Finding, collect_checks, run_check

ASSIGNMENT = "lecture2_conv_vae"
BANK = Path(__file__).resolve().parent / ASSIGNMENT
NOTEBOOK = Path(__file__).resolve().parents[2] / "source" / ASSIGNMENT / "exercises.ipynb"


def entries(kind: str) -> list[Any]:
    """The bank's files of one kind; all but the first of each component are slow: `fairgrade calibrate` runs them too."""
    found = []
    for folder in sorted(BANK.glob(f"*/{kind}")):
        for place, path in enumerate(sorted(folder.glob("*.py"))):
            marks = [pytest.mark.slow] if place else []
            found.append(pytest.param(path, id=f"{folder.parent.name}-{path.stem}", marks=marks))
    return found


@functools.cache
def solution() -> tuple[str, ...]:
    """The instructor's cells that define imports and components."""
    cells = [cell for cell in nbformat.read(NOTEBOOK, as_version=4).cells if cell.cell_type == "code"]
    named = [cell for cell in cells if cell.metadata.get("nbgrader", {}).get("solution")]
    shared = [cell for cell in cells if cell.source.startswith(("import math", "class ELBO"))]
    assert len(shared) == 2
    return tuple(cell.source for cell in cells if cell in named or cell in shared)


def namespace(entry: str) -> dict[str, Any]:
    """What the solution's notebook defines, with what `entry` writes anew."""
    made: dict[str, Any] = types.ModuleType("__main__").__dict__
    for number, text in enumerate((*solution(), entry)):
        exec(compile(text, f"<cell {number}>", "exec"), made)
    return made


def judge(path: Path, exercise: str = "") -> list[Finding]:
    """What fails among the checks of one exercise, the entry's own by default."""
    text, seed = path.read_text("utf-8"), zlib.crc32(path.name.encode()) % 1000
    checks = [check for check in collect_checks(ASSIGNMENT) if check.exercise == (exercise or path.parts[-3])]
    assert checks
    findings = []
    for check in checks:
        torch.manual_seed(seed)
        findings.append(run_check(check, lambda: namespace(text), seed, reference.conv_vae))
    return [finding for finding in findings if finding.error is not None]


@pytest.mark.parametrize("path", entries("wrong"))
def test_wrong_entry_is_rejected_by_name(path: Path) -> None:
    failed = judge(path)
    assert failed, "the wrong answer was accepted"
    phrase = path.read_text("utf-8").splitlines()[1].removeprefix("# expect: ")
    said = "\n\n".join(finding.text for finding in failed)
    assert phrase.lower() in said.lower(), f"no message holds '{phrase}':\n{said}"


@pytest.mark.parametrize("path", entries("right"))
def test_right_entry_keeps_its_points(path: Path) -> None:
    assert [finding.check + "\n" + finding.text for finding in judge(path)] == []


@pytest.mark.parametrize(
    ("mistake", "other"), [("one_hot", "conditional_decoder"), ("conv_decoder", "conditional_decoder")]
)
def test_a_mistake_costs_its_own_exercise_only(mistake: str, other: str) -> None:
    path = sorted((BANK / mistake / "wrong").glob("*.py"))[0]
    assert judge(path)
    assert judge(path, other) == []
