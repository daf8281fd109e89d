"""Grades one submission: everything that happens in a worker process.

A worker collects the hidden graders once; for each submission it runs the notebook behind the wall and then every
check, each in a fork of its own, and returns raw outcomes.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import hashlib
import multiprocessing
import os
import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from fairgrade.config import Course, load_course
from fairgrade.errors import ConfigurationError, GraderError, SandboxError, SubmissionError
from fairgrade.intake.collect import Submission, read_submission
from fairgrade.intake.notebook import Plan, Release, plan, read_notebook, read_release
from fairgrade.records import CellOutcome, CheckOutcome, Message, RunFacts, SubmissionResult, Verdict
from fairgrade.sandbox.policy import Limits, Policy

if TYPE_CHECKING:
    import pytest

    from fairgrade.checks.plugin import Grading, SubmissionFacts
    from fairgrade.sandbox.server import SandboxServer


@dataclass(frozen=True)
class Task:
    """One submission to grade; small and picklable, for any `concurrent.futures.Executor`."""

    root: Path
    assignment: str
    student: str
    key: str
    address: str
    """Of the sandbox server on this host."""
    tier: str


class Graders:
    """The hidden checks of one assignment, collected once.

    Raises:
        GraderError: they cannot be collected.
    """

    def __init__(self, course: Course, assignment: str) -> None:
        import pytest
        from _pytest.config import _prepareconfig
        from _pytest.main import Session

        from fairgrade.checks.plugin import exercise_of

        folder = course.graders(assignment)
        sys.path[:0] = [
            str(course.root),
            str(folder),
        ]  # graders import the reference, and helpers beside them
        options = [
            "-c",
            os.devnull,
            "--rootdir",
            str(course.root),
            "--import-mode=importlib",
            "--strict-markers",
            # A plugin that happens to be installed must neither slow grading nor change it.
            "--disable-plugin-autoload",
            "-p",
            "fairgrade.checks.plugin",
        ]
        plugins = [
            part
            for name in ("terminal", "cacheprovider", "logging", "capture", "warnings")
            for part in ("-p", f"no:{name}")
        ]
        self.config = _prepareconfig([str(folder), *options, *plugins], plugins=[])
        self.config._do_configure()
        self.session = Session.from_config(self.config)
        self.config.hook.pytest_sessionstart(session=self.session)
        self.problems: list[str] = []
        self.config.pluginmanager.register(_CollectionProblems(self.problems))
        try:
            self.items: list[pytest.Item] = list(self.session.perform_collect())
            expected = Counter(exercise_of(item) for item in self.items)
        except pytest.UsageError as error:
            raise GraderError(f"graders/{assignment}: {error}") from error
        if self.problems:
            raise GraderError(f"graders/{assignment} cannot be collected: {self.problems[0]}")
        known = course.assignment(assignment).exercises
        unknown, without = sorted(expected.keys() - known.keys()), sorted(known.keys() - expected.keys())
        if unknown or without:
            raise GraderError(
                f"graders/{assignment} and course_config.py disagree: checks of unknown exercises {unknown}, "
                f"exercises without checks {without}."
            )
        self.expected = dict(expected)
        gc.collect()
        gc.freeze()  # a collection in the midst of grading would go through all that was just imported

    @property
    def checks(self) -> dict[str, str]:
        """The name of each check and its exercise."""
        from fairgrade.checks.plugin import check_name, exercise_of

        return {check_name(item): exercise_of(item) for item in self.items}

    def of_exercises(self, exercises: Collection[str]) -> list[pytest.Item]:
        """The checks of some exercises."""
        from fairgrade.checks.plugin import exercise_of

        return [item for item in self.items if exercise_of(item) in exercises]

    def run(self, grading: Grading, only: Sequence[pytest.Item] | None = None) -> tuple[CheckOutcome, ...]:
        """Run every check on one submission, or only some.

        Raises:
            SandboxError: the sandbox failed in the midst of a check; so does MemoryError tell of this process.
        """
        from fairgrade.checks.plugin import GRADING, RAISED, exercise_of, run_check

        self.config.stash[GRADING] = grading
        outcomes: list[CheckOutcome] = []
        ended: dict[str, CheckOutcome] = {}
        items = self.items if only is None else only
        following: list[Any] = [*items[1:], self.session]
        for item, after in zip(items, following, strict=True):
            earlier = ended.get(exercise_of(item))
            if earlier is not None:
                outcomes.append(_not_run(item, earlier))
                # pytest refuses to set up a check while fixtures of another file are still standing.
                self.session._setupstate.teardown_exact(after)
                continue
            outcome = run_check(item, after, grading)
            raised = item.stash.get(RAISED, None)
            if isinstance(raised, (SandboxError, MemoryError)):
                raise raised
            if outcome.verdict in (Verdict.TIMED_OUT, Verdict.OUT_OF_MEMORY):
                ended[outcome.exercise] = outcome
            outcomes.append(outcome)
        return tuple(outcomes)


class _CollectionProblems:
    """Collects what went wrong while importing the graders, which pytest would print."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed:
            self.problems.append(str(report.longrepr).strip().splitlines()[-1])


def _not_run(item: pytest.Item, earlier: CheckOutcome) -> CheckOutcome:
    from fairgrade.checks.plugin import check_name

    reason = Message(
        "", "the exercise's checks end within their limits", "an earlier check of this exercise did not"
    )
    return CheckOutcome(check_name(item), earlier.exercise, earlier.verdict, reason)


@functools.cache
def course_of(root: Path) -> Course:
    """The checked course in a folder, loaded once."""
    return load_course(root)


@functools.cache
def graders_of(root: Path, assignment: str) -> Graders:
    """The hidden checks of an assignment, collected once."""
    return Graders(course_of(root), assignment)


@functools.cache
def release_of(path: Path) -> Release:
    """The released notebook at a path, read once."""
    return read_release(path)


def start_worker() -> None:
    """Prepare a worker process: torch uses one thread, and it ends with the process that started it."""
    import torch

    torch.set_num_threads(1)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def collect(root: Path, assignment: str) -> int:
    """Collect the hidden graders of an assignment; the number of checks.

    Raises:
        GraderError: they cannot be collected.
    """
    return len(graders_of(root, assignment).items)


def limits_of(course: Course, assignment: str) -> Limits:
    """The limits of an assignment: the defaults and what `course_config.py` changes."""
    return replace(Limits(), **course.assignment(assignment).limits)


def grade(task: Task) -> tuple[SubmissionResult, RunFacts]:
    """Grade one submission; whatever the student handed in, a result comes back.

    Raises:
        GraderError: the hidden graders cannot be collected.
        SandboxError: the sandbox itself failed.
    """
    start = time.monotonic()
    course = course_of(task.root)
    submission = read_submission(course, task.assignment, task.student)
    graders = graders_of(task.root, task.assignment)
    release = release_of(course.release(task.assignment))
    blank = SubmissionResult(
        task.student, task.assignment, task.key, Verdict.INVALID, task.tier, expected_checks=graders.expected
    )
    try:
        if submission.notebook is None:
            raise SubmissionError(f"{course.assignment(task.assignment).notebook} was not handed in.")
        planned = plan(read_notebook(submission.notebook), release)
    except SubmissionError as error:
        result = msgspec.structs.replace(blank, notices=(*submission.notices, str(error)))
        return result, RunFacts(time.monotonic() - start, 0)
    with open_grading(course, task.assignment, submission, planned, release, task.address) as grading:
        checks = graders.run(grading)
        peak = grading.process.peak_memory
    result = msgspec.structs.replace(
        blank,
        verdict=overall(checks),
        checks=checks,
        cells=_cell_outcomes(grading.facts),
        notices=(*submission.notices, *planned.notices),
    )
    return result, RunFacts(time.monotonic() - start, max(peak, grading.process.peak_memory))


@contextlib.contextmanager
def open_grading(
    course: Course, assignment: str, submission: Submission, planned: Plan, release: Release, address: str
) -> Iterator[Grading]:
    """Run a submission's cells behind the wall and keep its process for the checks."""
    from fairgrade.checks.plugin import Grading, SubmissionFacts
    from fairgrade.sandbox.client import Cell, StudentProcess

    facts = course.assignment(assignment)
    seed = int.from_bytes(
        hashlib.sha256(f"{facts.seed}\0{submission.digest}".encode()).digest()[:6], "little"
    )
    cells = [Cell(cell.index, cell.source) for cell in planned.cells]
    with StudentProcess(address, limits_of(course, assignment), cells, submission.files, seed) as process:
        ends = process.run_cells()
        yield Grading(process, SubmissionFacts(submission, planned, ends, release.judged_cell), seed)


def overall(checks: tuple[CheckOutcome, ...]) -> Verdict:
    """A submission's verdict in one word, from its checks."""
    by_exercise: dict[str, list[Verdict]] = {}
    for check in checks:
        by_exercise.setdefault(check.exercise, []).append(check.verdict)
    seen = {check.verdict for check in checks}
    grave = (
        Verdict.GRADER_ERROR,
        Verdict.TAMPERED,
        Verdict.OUT_OF_MEMORY,
        Verdict.TIMED_OUT,
        Verdict.CRASHED,
    )
    for verdict in grave:
        if verdict in seen:
            return verdict
    if seen == {Verdict.PASSED}:
        return Verdict.PASSED
    earned = (Verdict.PASSED, Verdict.PARTIAL)
    if any(all(verdict in earned for verdict in verdicts) for verdicts in by_exercise.values()):
        return Verdict.PARTIAL
    return Verdict.NOT_STARTED if seen <= {Verdict.NOT_STARTED, Verdict.BLOCKED} else Verdict.FAILED


def _cell_outcomes(facts: SubmissionFacts) -> tuple[CellOutcome, ...]:
    return tuple(
        CellOutcome(cell.index, cell.grade_id, end.verdict, end.error)
        for cell in facts.plan.cells
        if (end := facts.ends.get(cell.index)) is not None
    )


def course_files(course: Course, assignment: str) -> Mapping[str, Path]:
    """Files of the release that student code may read: data and helper modules, not the notebook and its checks."""
    folder = course.release(assignment).parent
    return {
        path.name: path for path in sorted(folder.iterdir()) if path.is_file() and path.suffix != ".ipynb"
    }


def sandbox_of(course: Course, assignment: str, tier: str | None = None) -> SandboxServer:
    """The wall for an assignment's submissions, to be entered; it must hide the course's folder."""
    from fairgrade.sandbox.server import SandboxServer

    policy = Policy()
    policy = replace(policy, preload=(*policy.preload, *_imports(release_of(course.release(assignment)))))
    return SandboxServer(policy, course_files(course, assignment), tier, [course.root])


def _imports(release: Release) -> list[str]:
    """Modules that the released notebook imports, but for the public checks, which are not run when grading."""
    pattern = re.compile(r"^(?:import|from) ([\w.]+)", re.MULTILINE)
    found = {name for cell in release.cells if cell.kind == "code" for name in pattern.findall(cell.source)}
    return sorted(found - {"otter"})


@contextlib.contextmanager
def open_single(file: Path, config: pytest.Config) -> Iterator[Grading]:
    """Grade one notebook file for `pytest graders/NAME --submission FILE`; the checkpoint lies beside it."""
    root = next(
        (path for path in (Path.cwd(), *Path.cwd().parents) if (path / "course_config.py").is_file()), None
    )
    if root is None:
        raise ConfigurationError(
            "There is no course_config.py here or above; run pytest from the course's folder."
        )
    course = load_course(root)
    names = [
        name
        for name in course.assignments
        if any(name in Path(str(argument)).parts for argument in config.args)
    ]
    if len(names) != 1:
        raise ConfigurationError("Give one assignment's graders: pytest graders/NAME --submission FILE.")
    sys.path.insert(0, str(root))
    facts = course.assignment(names[0])
    files = {
        name: (file.parent / name).read_bytes() for name in facts.files if (file.parent / name).is_file()
    }
    submission = Submission(
        "student", file.parent, file, files, (), hashlib.sha256(file.read_bytes()).hexdigest()
    )
    release = read_release(course.release(names[0]))
    planned = plan(read_notebook(file), release)
    with (
        sandbox_of(course, names[0]) as server,
        open_grading(course, names[0], submission, planned, release, server.address) as grading,
    ):
        yield grading
