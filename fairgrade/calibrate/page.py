"""Writes what was measured as one page that loads nothing, and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from fairgrade.calibrate.bank import RIGHT, SOLUTION
from fairgrade.calibrate.records import FALSE_FAIL_BOUND, NAMED_SHARE, Calibration, CheckResult, EntryResult
from fairgrade.calibrate.text import wrong_entries
from fairgrade.export.messages import templates
from fairgrade.records import write_atomically


@dataclass(frozen=True)
class Matrix:
    """The kill matrix of one exercise."""

    exercise: str
    points: float
    checks: tuple[CheckResult, ...]
    """Its rows."""
    wrong: tuple[EntryResult, ...]
    """Its columns."""


def matrices(found: Calibration) -> list[Matrix]:
    """One kill matrix for each measured exercise, in the assignment's order."""
    made = []
    for exercise in dict.fromkeys(check.exercise for check in found.checks):
        checks = tuple(check for check in found.checks if check.exercise == exercise)
        made.append(Matrix(exercise, checks[0].points, checks, tuple(wrong_entries(found, exercise))))
    return made


def write_page(path: Path, calibrations: Sequence[Calibration]) -> None:
    """Write the page; a section for each assignment."""
    text = (
        templates()
        .get_template("calibration.html.j2")
        .render(
            calibrations=calibrations,
            matrices={found.assignment: matrices(found) for found in calibrations},
            faulted={
                found.assignment: _with_titles(found, found.right_rejected_entries) for found in calibrations
            },
            accepted={
                found.assignment: _with_titles(found, found.wrong_accepted_entries) for found in calibrations
            },
            unnamed={found.assignment: _with_titles(found, found.unnamed_entries) for found in calibrations},
            right={
                found.assignment: [entry for entry in found.entries if entry.kind in (SOLUTION, RIGHT)]
                for found in calibrations
            },
            named_share=NAMED_SHARE,
            bound=FALSE_FAIL_BOUND,
        )
    )
    write_atomically(path.resolve(), text.encode())


def _with_titles(found: Calibration, titles: Sequence[str]) -> list[EntryResult]:
    return [entry for entry in found.entries if entry.title in titles]


def write_json(path: Path, calibrations: Sequence[Calibration]) -> None:
    """Write the figures of all assignments together, and below `assignments` those of each with every detail."""
    data = msgspec.json.encode(totals(calibrations), order="deterministic")
    write_atomically(path.resolve(), msgspec.json.format(data, indent=1) + b"\n")


def totals(calibrations: Sequence[Calibration]) -> Mapping[str, Any]:
    """The content of the JSON file."""
    wrong = sum(found.wrong for found in calibrations)
    unnamed = sum(len(found.unnamed_entries) for found in calibrations)
    return {
        "seeds": max((found.seeds for found in calibrations), default=0),
        "wrong": wrong,
        "right": sum(found.right for found in calibrations),
        "wrong_accepted": sum(found.wrong_accepted for found in calibrations),
        "right_rejected": sum(found.right_rejected for found in calibrations),
        "named_share": 1 - unnamed / wrong if wrong else 1.0,
        "false_fail_bound": max((found.false_fail_bound for found in calibrations), default=0.0),
        "solution_passes": all(found.solution_passes for found in calibrations),
        "good": all(found.is_good for found in calibrations),
        "assignments": {found.assignment: found for found in calibrations},
    }
