"""Hidden graders are pytest tests; this plugin gives them the student and turns what happens into outcomes.

It works in two ways: a worker collects the graders once and runs them for each submission (`fairgrade.worker`), and an
instructor debugs one notebook with `pytest graders/NAME --submission FILE`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from fairgrade.checks.rates import Trial, keep_trials
from fairgrade.records import CheckOutcome

if TYPE_CHECKING:
    import torch

    from fairgrade.checks.student import Student
    from fairgrade.intake.collect import Submission
    from fairgrade.intake.notebook import Plan
    from fairgrade.sandbox.client import CellEnd, StudentProcess


@dataclass(frozen=True)
class SubmissionFacts:
    """What checks and messages may know of the submission under grading."""

    submission: Submission
    plan: Plan
    ends: dict[int, CellEnd]
    """How each cell that was run ended, by its position."""
    judged_cell: dict[str, str]
    """Exercise to the grade_id of its solution cell."""
    shared: dict[str, Any] = field(default_factory=dict)
    """What checks of this submission drew from it and share, by a name of their own."""

    def cell_errors(self, exercise: str) -> list[CellEnd]:
        """Ends of the exercise's solution cells that went wrong."""
        cell_id = self.judged_cell.get(exercise, "")
        ends = [
            self.ends.get(cell.index)
            for cell in self.plan.cells
            if cell.grade_id and cell.grade_id == cell_id
        ]
        return [end for end in ends if end is not None and end.error]


@dataclass
class Grading:
    """One submission under grading."""

    process: StudentProcess
    facts: SubmissionFacts
    seed: int
    awards: dict[str, float] = field(default_factory=dict)
    measured: dict[str, dict[str, float]] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)
    trials: dict[str, list[Trial]] = field(default_factory=dict)
    """Statistical assertions made by each check."""


GRADING = pytest.StashKey[Grading]()
RAISED = pytest.StashKey[BaseException]()


def check_name(item: pytest.Item) -> str:
    """Name of a check in outcomes: file and function."""
    return f"{item.path.name}::{item.name}"


def exercise_of(item: pytest.Item) -> str:
    """The exercise a check belongs to.

    Raises:
        pytest.UsageError: it has no `@pytest.mark.exercise("name")`.
    """
    mark = item.get_closest_marker("exercise")
    if mark is None or len(mark.args) != 1:
        raise pytest.UsageError(f"{check_name(item)} needs @pytest.mark.exercise('name').")
    return str(mark.args[0])


def seed_of(grading: Grading, item: pytest.Item, of: str) -> int:
    """Seed of one check's `probes`, or of the generators of a copy of the notebook.

    They differ: the same seed would make a student's noise equal to the probes.
    """
    text = f"{grading.seed}\0{check_name(item)}\0{of}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "little")


def _grading(request: pytest.FixtureRequest) -> Grading:
    grading = request.config.stash.get(GRADING, None)
    if grading is None:
        raise pytest.UsageError("Hidden graders need a notebook: pytest graders/NAME --submission FILE.ipynb")
    return grading


@pytest.fixture
def student(request: pytest.FixtureRequest) -> Iterator[Student]:
    """The student's components, in a fresh fork of the executed notebook."""
    from fairgrade.checks.student import Student

    grading = _grading(request)
    proxy = Student(lambda: grading.process.fork(seed_of(grading, request.node, "student")))
    yield proxy
    proxy.close()


@pytest.fixture
def another_student(request: pytest.FixtureRequest) -> Iterator[Student]:
    """A second, independent fork, for checks in which two components must not share a process.

    A submission's process serves one fork at a time: close `student` before the first call of this one.
    """
    from fairgrade.checks.student import Student

    grading = _grading(request)
    proxy = Student(lambda: grading.process.fork(seed_of(grading, request.node, "another_student")))
    yield proxy
    proxy.close()


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> torch.Generator:
    """Generator of this check's probes."""
    import torch

    return torch.Generator().manual_seed(seed_of(_grading(request), request.node, "probes"))


@pytest.fixture
def submission(request: pytest.FixtureRequest) -> SubmissionFacts:
    """Facts of the notebook: cells, how they ended, files."""
    return _grading(request).facts


@pytest.fixture
def award(request: pytest.FixtureRequest) -> Callable[..., None]:
    """`award(fraction, message, name=value, ...)`: partial credit of a banded check, with measured values for staff."""
    grading = _grading(request)
    name = check_name(request.node)

    def give(fraction: float, message: str = "", **measured: float) -> None:
        if not 0 <= fraction <= 1:
            raise ValueError(f"a fraction of the credit lies in [0, 1], not {fraction}")
        grading.awards[name] = fraction
        grading.measured.setdefault(name, {}).update({key: float(value) for key, value in measured.items()})
        if message:
            grading.notes.setdefault(name, []).append(message)

    return give


@pytest.fixture
def note(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """`note(text)`: a remark for the student that costs nothing."""
    grading = _grading(request)
    return grading.notes.setdefault(check_name(request.node), []).append


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[Any]) -> Any:
    """Keep the exception itself: outcomes are made of it, not of its text."""
    report = yield
    if call.excinfo is not None and RAISED not in item.stash:
        item.stash[RAISED] = call.excinfo.value
    return report


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--submission FILE`, to debug one notebook."""
    parser.getgroup("fairgrade").addoption(
        "--submission", metavar="FILE", default=None, help="grade this notebook with the hidden graders given"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark; with --submission, run the notebook behind the wall."""
    config.addinivalue_line(
        "markers", "exercise(name): ties a hidden check to an exercise of course_config.py"
    )
    file = config.getoption("--submission", None)
    if file is not None:
        from fairgrade.worker import open_single

        config.stash[GRADING] = config._cleanup_stack.enter_context(open_single(Path(file), config))


def run_check(item: pytest.Item, following: pytest.Item, grading: Grading) -> CheckOutcome:
    """Run one hidden check for the current submission.

    Args:
        item: the collected check.
        following: the check that comes after it, so that shared fixtures stay set up; the session after the last.
        grading: the submission.
    """
    from _pytest.runner import runtestprotocol

    from fairgrade.checks.outcome import outcome_of

    if RAISED in item.stash:
        del item.stash[RAISED]
    item._initrequest()  # type: ignore[attr-defined]
    name = check_name(item)
    with keep_trials(grading.trials.setdefault(name, [])):
        runtestprotocol(item, log=False, nextitem=following)
    raised = item.stash.get(RAISED, None)
    return outcome_of(
        check=name,
        exercise=exercise_of(item),
        folder=item.path.parent,
        raised=raised,
        facts=grading.facts,
        fraction=grading.awards.pop(name, 1.0),
        measured=grading.measured.pop(name, {}),
        notes=tuple(grading.notes.pop(name, [])),
        relation=(getattr(getattr(item, "function", None), "__doc__", "") or "").strip().split("\n")[0],
    )
