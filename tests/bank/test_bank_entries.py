"""Every labelled answer against its hidden checks, in this process, with one seed.

`fairgrade calibrate` runs the same entries behind the wall with 200 seeds; this is the quick look while one edits.
"""

from __future__ import annotations

import zlib
from typing import Any

import pytest
import torch

from fairgrade.calibrate.bank import RIGHT, WRONG, Entry, banked_assignments, solution_entry
from fairgrade.checks.rates import Trial, keep_trials
from tests.helpers.graders import (
    COURSE,
    Check,
    Finding,
    bank_of,
    collect_checks,
    notebook_namespace,
    run_check,
)

MEASURED = ("held_out_bound", "conditional_accuracy", "diversity", "organisation")


def entries(kind: str) -> list[Any]:
    """The banks' entries of one kind; all but the first of each component are slow: `fairgrade calibrate` runs them too."""
    found, seen = [], set()
    for assignment in banked_assignments(COURSE):
        for entry in bank_of(assignment):
            if entry.kind == kind:
                first = (assignment, entry.component) not in seen
                seen.add((assignment, entry.component))
                marks = [] if first else [pytest.mark.slow]
                title = f"{assignment}/{entry.component}/{entry.name}"
                found.append(pytest.param(assignment, entry, id=title, marks=marks))
    return found


def judge(assignment: str, entry: Entry, checks: list[Check]) -> list[Finding]:
    """What fails among `checks`."""
    seed = zlib.crc32(entry.title.encode()) % 1000
    findings = []
    for check in checks:
        torch.manual_seed(seed)
        findings.append(run_check(check, lambda: notebook_namespace(assignment, entry), seed, assignment))
    return [finding for finding in findings if finding.error is not None]


def own_checks(assignment: str, entry: Entry) -> list[Check]:
    checks = [check for check in collect_checks(assignment) if check.exercise in entry.exercises]
    assert checks
    return checks


@pytest.mark.parametrize(("assignment", "entry"), entries(WRONG))
def test_wrong_entry_is_rejected_by_name(assignment: str, entry: Entry) -> None:
    failed = judge(assignment, entry, own_checks(assignment, entry))
    assert failed, "the wrong answer was accepted"
    said = "\n\n".join(finding.text for finding in failed)
    assert entry.expect.casefold() in said.casefold(), f"no message holds '{entry.expect}':\n{said}"


@pytest.mark.parametrize(("assignment", "entry"), entries(RIGHT))
def test_right_entry_keeps_its_points(assignment: str, entry: Entry) -> None:
    failed = judge(assignment, entry, own_checks(assignment, entry))
    assert [finding.check + "\n" + finding.text for finding in failed] == []


@pytest.mark.parametrize("assignment", banked_assignments(COURSE))
def test_a_run_fails_a_right_program_less_than_once_in_a_million(assignment: str) -> None:
    solution, trials = solution_entry(COURSE, assignment), list[Trial]()
    checks = [check for check in collect_checks(assignment) if check.exercise not in MEASURED]
    with keep_trials(trials):
        assert judge(assignment, solution, checks) == []
    assert sum(trial.rate for trial in trials) <= 1e-6


@pytest.mark.slow
@pytest.mark.parametrize("assignment", banked_assignments(COURSE))
def test_a_mistake_costs_its_own_exercise_only(assignment: str) -> None:
    first = {entry.component: entry for entry in reversed(bank_of(assignment)) if entry.kind == WRONG}
    for entry in first.values():
        others = [
            check
            for check in collect_checks(assignment)
            if check.exercise not in (*entry.exercises, *MEASURED)
        ]
        failed = judge(assignment, entry, others)
        assert [f"{entry.title}: {finding.check}\n{finding.text}" for finding in failed] == []
