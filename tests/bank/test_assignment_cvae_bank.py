"""Every labelled implementation of the cVAE assignment against its hidden checks, in this process, with one seed.

`fairgrade calibrate` runs the same entries behind the wall with 200 seeds; this is the quick look while one edits.
"""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from tests.helpers.graders import Finding, collect_checks, reference_namespace, run_check

BANK = Path(__file__).resolve().parent / "assignment_cvae"
MODEL = ("cvae_encode", "cvae_decode", "cvae_sample")
MEASURED = ("held_out_bound", "conditional_accuracy", "diversity", "organisation")


def entries(kind: str) -> list[object]:
    """The bank's files of one kind; all but the first of each component are slow: `fairgrade calibrate` runs them too."""
    found = []
    for folder in sorted(BANK.glob(f"*/{kind}")):
        for place, path in enumerate(sorted(folder.glob("*.py"))):
            marks = [pytest.mark.slow] if place else []
            found.append(pytest.param(path, id=f"{folder.parent.name}-{path.stem}", marks=marks))
    return found


def judge(path: Path) -> list[Finding]:
    """What fails, among the checks of the entry's exercises."""
    component, text = path.parts[-3], path.read_text("utf-8")
    exercises = (*MODEL, "class_grid", "evaluate", "train") if component == "cvae" else (component,)
    seed = zlib.crc32(str(path.relative_to(BANK)).encode()) % 1000
    checks = [check for check in collect_checks("assignment_cvae") if check.exercise in exercises]
    assert checks
    findings = [run_check(check, lambda: reference_namespace(text), seed) for check in checks]
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
    "other",
    ["prepare_data", "one_hot", "reparameterize", "gaussian_kl", "bernoulli_nll", "cvae_loss", "evaluate"],
)
def test_a_mistake_costs_its_own_exercise_only(other: str) -> None:
    path = sorted((BANK / other / "wrong").glob("*.py"))[0]
    text = path.read_text("utf-8")
    checks = [
        check for check in collect_checks("assignment_cvae") if check.exercise not in (other, *MEASURED)
    ]
    findings = [run_check(check, lambda: reference_namespace(text), 5) for check in checks]
    assert [finding.check + "\n" + finding.text for finding in findings if finding.error is not None] == []
