"""What follows grading: gradebook, feedback pages and class report, made anew only where something changed.

Nothing here asks a clock: what was recorded, and what the pages were made of, is known by its content.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

import fairgrade
from fairgrade.config import Course
from fairgrade.errors import ConfigurationError
from fairgrade.records import (
    SubmissionResult,
    read_facts,
    read_record,
    read_result,
    to_json,
    write_atomically,
)

if TYPE_CHECKING:
    from fairgrade.export.report import ReportRow


class _Published(msgspec.Struct, frozen=True):
    """What the last complete call of `publish` left behind."""

    recorded: dict[str, str] = {}
    """By student, the digest of what is in the gradebook."""
    state: str = ""
    """Digest of everything that was read and written."""


def publish(course: Course, assignment: str, students: Iterable[str]) -> None:
    """Record what is new of these students in nbgrader's gradebook, then write the report and the pages.

    Raises:
        FairgradeError: some could not be recorded; all others were, and the next call tries them again.
        OSError: a page cannot be written; the old one is untouched.
    """
    path = course.root / "autograded" / ".recorded" / f"{assignment}.json"
    published = read_record(path, _Published) or _Published()
    if published.state == _state(course, assignment):
        return
    from fairgrade.adapters.nbgrader.record import record
    from fairgrade.adapters.nbgrader.totals import read_reviews

    known = read_reviews(course, assignment).keys()
    graded = stored(course, assignment)
    digests = {student: _recorded_digest(course, assignment, student) for student in graded}
    notebook = course.assignment(assignment).notebook
    stale = [
        student
        for student in students
        if published.recorded.get(student) != digests[student]
        or student not in known
        or not (course.root / "autograded" / student / assignment / notebook).is_file()
    ]
    record(course, assignment, stale, {})  # with nobody new it still brings due time and penalties up to date
    write_pages(course, assignment)
    recorded = {student: digest for student, digest in published.recorded.items() if student in known}
    recorded |= {student: digests[student] for student in stale}
    write_atomically(path, to_json(_Published(recorded, _state(course, assignment))))


def stored(course: Course, assignment: str) -> list[str]:
    """Students with a stored result, sorted."""
    return sorted(path.stem for path in course.outcome("student", assignment).parent.glob("*.json"))


def stored_results(course: Course, assignment: str) -> dict[str, SubmissionResult]:
    """Every stored result of the assignment, by student.

    Raises:
        ConfigurationError: there is none.
    """
    course.assignment(assignment)
    paths = {student: course.outcome(student, assignment) for student in stored(course, assignment)}
    results = {
        student: result for student, path in paths.items() if (result := read_result(path)) is not None
    }
    if not results:
        raise ConfigurationError(f"Nothing is graded yet; run fairgrade grade {assignment} first.")
    return results


def report_path(course: Course, assignment: str) -> Path:
    """The class report; its table lies beside it."""
    return course.root / "autograded" / f"{assignment}.html"


def feedback_path(course: Course, assignment: str, student: str) -> Path:
    """A student's feedback page, beside the recorded notebook: `nbgrader generate_feedback` takes it along."""
    return course.root / "autograded" / student / assignment / f"{student}.html"


def write_pages(course: Course, assignment: str) -> list[ReportRow]:
    """Write every feedback page and the class report from the stored results and the gradebook."""
    from fairgrade.adapters.nbgrader.totals import read_reviews
    from fairgrade.export.feedback import write_feedback
    from fairgrade.export.report import ReportRow, write_report
    from fairgrade.grading.score import score

    facts = course.assignment(assignment)
    reviews = read_reviews(course, assignment)
    rows = []
    for student, result in stored_results(course, assignment).items():
        scores, review = score(result, facts), reviews.get(student)
        folder = feedback_path(course, assignment, student).parent
        page = write_feedback(course, assignment, result, scores, folder, review)
        rows.append(ReportRow(result, scores, review, read_facts(course.outcome(student, assignment)), page))
    write_report(course, assignment, rows, report_path(course, assignment))
    return rows


def _recorded_digest(course: Course, assignment: str, student: str) -> str:
    """Of what the gradebook takes from a student: the outcome, the points it is worth, and when it was handed in."""
    digest = hashlib.sha256(_content(course.outcome(student, assignment)))
    digest.update(repr(course.assignment(assignment)).encode())
    digest.update(b"\0" + _content(course.submission(student, assignment) / "timestamp.txt"))
    return digest.hexdigest()


def _state(course: Course, assignment: str) -> str:
    """Digest of what gradebook and pages are made of, the gradebook, and where the pages are."""
    package = Path(fairgrade.__file__).parent
    code = [path for name in ("adapters", "export", "grading") for path in _files(package / name)]
    release = course.release(assignment)
    digest = hashlib.sha256(repr(dataclasses.replace(course, root=Path())).encode())
    for path in (*code, release, course.source(assignment), course.root / "gradebook.db"):
        content = _content(path)
        digest.update(f"\0{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    pages = [report_path(course, assignment)]
    for student in stored(course, assignment):
        digest.update(f"\0{student}\0{_recorded_digest(course, assignment, student)}".encode())
        digest.update(_content(course.outcome(student, assignment).with_suffix(".facts")))
        pages.append(feedback_path(course, assignment, student))
        pages.append(course.root / "autograded" / student / assignment / release.name)
    for page in pages:
        facts = page.stat() if page.is_file() else None
        digest.update(f"\0{facts and (facts.st_size, facts.st_mtime_ns)}".encode())
    return digest.hexdigest()


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() and not path.is_symlink() else b""
