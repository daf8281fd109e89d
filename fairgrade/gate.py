"""The release gate that runs the real pipeline: the solution earns everything, the untouched stub nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from fairgrade.config import Course
from fairgrade.errors import ReleaseError
from fairgrade.grading.score import Scores, score
from fairgrade.pipeline import grade_class
from fairgrade.records import Verdict
from fairgrade.temporary import TemporaryFolder

SOLUTION, STUB = "solution", "stub"
_SHARED = ("course_config.py", "source", "release", "graders", "reference")


@contextmanager
def scratch_course(course: Course) -> Iterator[Course]:
    """The same course in a temporary folder, with nothing handed in yet."""
    with TemporaryFolder() as folder:
        root = folder.resolve()
        for name in _SHARED:
            (root / name).symlink_to(course.root / name)
        yield replace(course, root=root)


def hand_in(course: Course, student: str, assignment: str, notebook: Path, files: Path | None = None) -> Path:
    """Put a notebook, and every file of the folder `files`, in place as a student's submission."""
    folder = course.submission(student, assignment)
    folder.mkdir(parents=True)
    shutil.copyfile(notebook, folder / course.assignment(assignment).notebook)
    for path in sorted(files.iterdir()) if files is not None and files.is_dir() else []:
        shutil.copyfile(path, folder / path.name)
    return folder


def check_marks(course: Course, assignment: str) -> None:
    """Grade the instructor's solution, with the files in `graders/<assignment>/solution/`, and the released stub.

    Raises:
        ReleaseError: the solution lost points, or the stub earned some or is not reported as not started.
        IsolationUnavailable: this host cannot isolate student code.
        GraderError: the hidden graders cannot be collected.
    """
    facts = course.assignment(assignment)
    with scratch_course(course) as scratch:
        hand_in(
            scratch, SOLUTION, assignment, course.source(assignment), course.graders(assignment) / "solution"
        )
        hand_in(scratch, STUB, assignment, course.release(assignment))
        outcome = grade_class(scratch, assignment, jobs=1)
    for name, reason in outcome.failures.items():
        raise ReleaseError(f"{assignment}: the {name} could not be graded: {reason}")
    results = {name: graded.result for name, graded in outcome.graded.items()}
    _expect_full_marks(assignment, score(results[SOLUTION], facts))
    stub = score(results[STUB], facts)
    for entry in stub.exercises:
        if entry.points != 0 or entry.verdict is not Verdict.NOT_STARTED:
            raise ReleaseError(
                f"{assignment}: the untouched stub has {entry.points} points in '{entry.exercise}' ({entry.verdict.value}); "
                "it must have 0 and be reported as not started: mend the graders of this exercise."
            )


def _expect_full_marks(assignment: str, scores: Scores) -> None:
    for entry in scores.exercises:
        if entry.points != entry.maximum:
            said = "; ".join(part for message in entry.messages for _, part in message.lines())
            raise ReleaseError(
                f"{assignment}: the solution has {entry.points} of {entry.maximum} points in '{entry.exercise}' "
                f"({entry.verdict.value}): {said or 'see the grader'}."
            )
