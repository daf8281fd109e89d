"""Points as a pure function of stored outcomes and the course's facts.

Scoring a class again after a change of weights takes milliseconds, and no student code is near.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass

from fairgrade.config import Assignment
from fairgrade.records import CheckOutcome, Message, SubmissionResult, Verdict

WORST_FIRST = (
    Verdict.GRADER_ERROR,
    Verdict.TAMPERED,
    Verdict.INVALID,
    Verdict.OUT_OF_MEMORY,
    Verdict.TIMED_OUT,
    Verdict.CRASHED,
    Verdict.BLOCKED,
    Verdict.FAILED,
    Verdict.NOT_STARTED,
    Verdict.PARTIAL,
    Verdict.PASSED,
)
"""The order in which one check's verdict becomes that of its exercise."""

_EARNS = (Verdict.PASSED, Verdict.PARTIAL)
_ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class ExerciseScore:
    """What one automatically graded exercise earned."""

    exercise: str
    points: float | None
    """Between 0 and `maximum`; None while a grader error leaves it open."""
    maximum: float
    verdict: Verdict
    messages: tuple[Message, ...] = ()
    """What its failing checks say, without repeats."""
    notes: tuple[str, ...] = ()
    """Remarks that cost nothing, without repeats."""


@dataclass(frozen=True)
class Scores:
    """What a submission earned from the graders, before any late penalty."""

    exercises: tuple[ExerciseScore, ...]
    total: float
    """Sum of the points that are known."""
    maximum: float
    """Points that graders can give, those of open exercises included."""

    @property
    def open(self) -> tuple[str, ...]:
        """Exercises that a grader error left without points; staff must act on them."""
        return tuple(score.exercise for score in self.exercises if score.points is None)

    def of(self, exercise: str) -> ExerciseScore:
        """The score of one exercise.

        Raises:
            KeyError: the assignment has no such automatically graded exercise.
        """
        for score in self.exercises:
            if score.exercise == exercise:
                return score
        raise KeyError(exercise)


def score(result: SubmissionResult, assignment: Assignment) -> Scores:
    """Points of every exercise of the assignment, in its order."""
    exercises = tuple(
        _score_exercise(exercise, float(points), result) for exercise, points in assignment.exercises.items()
    )
    total = math.fsum(exercise.points for exercise in exercises if exercise.points is not None)
    return Scores(exercises, total, float(assignment.automatic_points))


def late_penalty(
    assignment: Assignment, due: datetime.datetime, submitted_at: datetime.datetime | None, points: float
) -> float:
    """Points lost for lateness, between 0 and `points`.

    Args:
        due: when it was due, extensions included.
        submitted_at: None where nobody knows; that costs nothing.
        points: what the submission earned.

    A submission within the grace loses nothing. After it, each day begun since `due` costs
    `percent_per_day` of the points, and after `days` days all are lost.
    """
    if submitted_at is None or not points > 0:
        return 0.0
    policy, late = assignment.late, submitted_at - due
    if late <= datetime.timedelta(minutes=policy.grace_minutes):
        return 0.0
    days_begun = math.ceil(late / _ONE_DAY)
    if days_begun > policy.days:
        return points
    return min(points, points * days_begun * policy.percent_per_day / 100)


def _score_exercise(exercise: str, maximum: float, result: SubmissionResult) -> ExerciseScore:
    checks = [check for check in result.checks if check.exercise == exercise]
    expected = result.expected_checks.get(exercise, 0)
    verdict = _verdict(checks, expected, result.verdict)
    if verdict is Verdict.GRADER_ERROR:
        points = None
    elif verdict in _EARNS:
        points = maximum * min(_fraction(check) for check in checks)
    else:
        points = 0.0
    messages = dict.fromkeys(check.message for check in checks if check.message is not None)
    notes = dict.fromkeys(note for check in checks for note in check.notes)
    return ExerciseScore(exercise, points, maximum, verdict, tuple(messages), tuple(notes))


def _verdict(checks: Sequence[CheckOutcome], expected: int, submission: Verdict) -> Verdict:
    """The exercise's verdict; one that earns points only if exactly the expected number of checks ran."""
    found = {check.verdict for check in checks}
    if any(check.verdict is Verdict.PARTIAL and not math.isfinite(check.fraction) for check in checks):
        return Verdict.GRADER_ERROR
    if found == {Verdict.NOT_STARTED}:
        return Verdict.NOT_STARTED
    if Verdict.NOT_STARTED in found:
        found = found - {Verdict.NOT_STARTED} | {Verdict.FAILED}
    worst = min(found, key=WORST_FIRST.index, default=Verdict.PASSED)
    if worst not in _EARNS or 0 < expected == len(checks):
        return worst
    # Checks are missing and those that ran blame nobody: the student's fault only if the submission says so.
    stopped = (Verdict.PASSED, Verdict.PARTIAL, Verdict.FAILED, Verdict.GRADER_ERROR)
    return Verdict.GRADER_ERROR if submission in stopped else submission


def _fraction(check: CheckOutcome) -> float:
    return 1.0 if check.verdict is Verdict.PASSED else min(1.0, max(0.0, check.fraction))
