"""From what a hidden check raised to its outcome: who is at fault, and what the student is told."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from fairgrade.checks.failure import CheckFailed
from fairgrade.errors import (
    BadReply,
    InputChanged,
    Missing,
    NotStarted,
    StudentDied,
    StudentFault,
    StudentOutOfMemory,
    StudentRaised,
    StudentTimeout,
)
from fairgrade.records import CheckOutcome, Message, Verdict

if TYPE_CHECKING:
    from fairgrade.checks.plugin import SubmissionFacts

_VERDICTS: dict[type[StudentFault], Verdict] = {
    StudentTimeout: Verdict.TIMED_OUT,
    StudentOutOfMemory: Verdict.OUT_OF_MEMORY,
    StudentDied: Verdict.CRASHED,
    StudentRaised: Verdict.CRASHED,
    InputChanged: Verdict.FAILED,
    BadReply: Verdict.FAILED,
}


def outcome_of(
    *,
    check: str,
    exercise: str,
    folder: Path,
    raised: BaseException | None,
    facts: SubmissionFacts,
    fraction: float,
    measured: dict[str, float],
    notes: tuple[str, ...],
    relation: str,
) -> CheckOutcome:
    """The outcome of one check.

    Args:
        check: its name.
        exercise: it belongs to.
        folder: of the graders; an `assert` that fails in it speaks of the student, one elsewhere of us.
        raised: the exception that ended it, or None.
        facts: of the submission; they tell a missing component from one whose cell crashed.
        fraction: credit a banded check awarded.
        measured: values for staff.
        notes: remarks for the student.
        relation: what should hold, in a line: the check's docstring.
    """
    verdict, message, staff = Verdict.PASSED, None, ""
    if raised is None:
        verdict = Verdict.PASSED if fraction == 1 else Verdict.PARTIAL if fraction > 0 else Verdict.FAILED
        if fraction < 1:
            message = Message("", relation, notes[0] if notes else "below the full band")
    elif isinstance(raised, CheckFailed):
        verdict, message = Verdict.FAILED, raised.message
    elif isinstance(raised, StudentFault):
        verdict, message = _blame(raised, exercise, facts, relation)
    elif isinstance(raised, AssertionError) and _stated_in(folder, raised):
        verdict, message = Verdict.FAILED, Message("", relation, "this does not hold")
    else:
        verdict, staff = Verdict.GRADER_ERROR, "".join(traceback.format_exception(raised))[-8000:]
    return CheckOutcome(
        check=check,
        exercise=exercise,
        verdict=verdict,
        message=message,
        fraction=fraction if raised is None else 0.0,
        measured=measured,
        notes=notes,
        staff=staff,
    )


def _stated_in(graders: Path, error: AssertionError) -> bool:
    """Whether an assertion of the graders failed, not one inside the engine, the reference or a library.

    `torch.testing.assert_close` and its like speak for the grader that calls them.
    """
    frame = [frame for frame, _ in traceback.walk_tb(error.__traceback__)][-1]
    module = str(frame.f_globals.get("__name__", "")).split(".")
    said_for_grader = module[0] == "unittest" or "testing" in module
    return said_for_grader or Path(frame.f_code.co_filename).is_relative_to(graders)


def _blame(
    fault: StudentFault, exercise: str, facts: SubmissionFacts, relation: str
) -> tuple[Verdict, Message]:
    cell_errors = facts.cell_errors(exercise)
    untouched = facts.judged_cell.get(exercise, "") in facts.plan.untouched
    if isinstance(fault, (Missing, NotStarted)) and cell_errors:
        end = cell_errors[-1]
        return end.verdict, Message(
            "your solution cell", "it runs without an error", end.error, hint=_cell_hint(end.error)
        )
    if isinstance(fault, NotStarted) or (isinstance(fault, Missing) and untouched):
        return Verdict.NOT_STARTED, Message("", relation, "not started: the stub is unchanged")
    if isinstance(fault, Missing):
        hint = "Keep the name of the stub; the graders call your code by it."
        return Verdict.FAILED, Message("", f"your notebook defines `{fault.name}`", str(fault), hint=hint)
    if isinstance(fault, InputChanged):
        hint = "Work on a copy: `x = x.clone()`, or use the operations without a trailing underscore."
        return Verdict.FAILED, Message("", "inputs are left as they were", str(fault), hint=hint)
    verdict = next(
        (verdict for kind, verdict in _VERDICTS.items() if isinstance(fault, kind)), Verdict.FAILED
    )
    return verdict, Message("", relation, str(fault), hint=_raised_hint(fault))


def _cell_hint(error: str) -> str:
    return "Restart the kernel and run the notebook from the top: this cell must run." if error else ""


def _raised_hint(fault: StudentFault) -> str:
    if isinstance(fault, StudentRaised) and "unexpected keyword argument" in fault.text:
        return "Keep the argument names of the stub; the graders call by keyword."
    if isinstance(fault, StudentTimeout):
        return "Look for a loop that does not end, or work that grows with the size of its input."
    return ""
